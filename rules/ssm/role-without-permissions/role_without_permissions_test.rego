package rules.ssm["role-without-permissions_test"]

import data.rules.ssm["role-without-permissions"] as rule

test_names_the_offender[note] if {
	some note, expected in {
		"actions are missing": [
			{},
			"Role does not allow ssm:UpdateInstanceInformation, which the agent of 1 instance needs",
		],
	}

	found := rule.findings with input as _document(expected[0])

	{finding.message | some finding in found} == {expected[1]}
	{finding.severity | some finding in found} == {"high"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "ssm/role-without-permissions",
		"at": "app.yaml#/Resources/Web",
		"reason": "the subnet is a parameter",
	}]}}

	found == {{"at": "app.yaml#/Resources/Web", "reason": "the subnet is a parameter"}}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "ssm/role-without-permissions",
		"at": "app.yaml#/Resources/Role",
		"name": "Role",
		"words": {"actions": "ssm:UpdateInstanceInformation", "services": "ssm", "workloads": "1 instance"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

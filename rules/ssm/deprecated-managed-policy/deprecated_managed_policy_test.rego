package rules.ssm["deprecated-managed-policy_test"]

import data.rules.ssm["deprecated-managed-policy"] as rule

test_names_the_offender[note] if {
	some note, expected in {
		"it is attached": [
			{},
			concat("", [
				"Role has the deprecated managed policy AmazonEC2RoleforSSM, which lets instances read and ",
				"write every bucket",
			]),
		],
	}

	found := rule.findings with input as _document(expected[0])

	{finding.message | some finding in found} == {expected[1]}
	{finding.severity | some finding in found} == {"medium"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "ssm/deprecated-managed-policy",
		"at": "app.yaml#/Resources/Web",
		"reason": "the subnet is a parameter",
	}]}}

	found == {{"at": "app.yaml#/Resources/Web", "reason": "the subnet is a parameter"}}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "ssm/deprecated-managed-policy",
		"at": "app.yaml#/Resources/Role/Properties/ManagedPolicyArns/0",
		"name": "Role",
		"words": {"role": "Role"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

package rules.ssm["instance-without-profile_test"]

import data.rules.ssm["instance-without-profile"] as rule

test_names_the_offender[note] if {
	some note, expected in {
		"it has none": [
			{},
			"Web has no instance profile, so its agent has no credentials for ssm and ssmmessages",
		],
	}

	found := rule.findings with input as _document(expected[0])

	{finding.message | some finding in found} == {expected[1]}
	{finding.severity | some finding in found} == {"medium"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "ssm/instance-without-profile",
		"at": "app.yaml#/Resources/Web",
		"reason": "the subnet is a parameter",
	}]}}

	found == {{"at": "app.yaml#/Resources/Web", "reason": "the subnet is a parameter"}}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "ssm/instance-without-profile",
		"at": "app.yaml#/Resources/Web",
		"name": "Web",
		"words": {"services": "ssm and ssmmessages", "workloads": "1 instance"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

package rules.ssm["no-management-path_test"]

import data.rules.ssm["no-management-path"] as rule

test_names_the_offender[note] if {
	some note, expected in {
		"there is no way": [
			{},
			"Web can't be logged in to: no way leads to it, and Systems Manager does not manage it",
		],
	}

	found := rule.findings with input as _document(expected[0])

	{finding.message | some finding in found} == {expected[1]}
	{finding.severity | some finding in found} == {"low"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "ssm/no-management-path",
		"at": "app.yaml#/Resources/Web",
		"reason": "the subnet is a parameter",
	}]}}

	found == {{"at": "app.yaml#/Resources/Web", "reason": "the subnet is a parameter"}}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "ssm/no-management-path",
		"at": "app.yaml#/Resources/Web",
		"name": "Web",
		"words": {"workload": "Web"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

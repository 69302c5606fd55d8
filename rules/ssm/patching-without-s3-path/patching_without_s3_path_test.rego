package rules.ssm["patching-without-s3-path_test"]

import data.rules.ssm["patching-without-s3-path"] as rule

test_names_the_offender[note] if {
	some note, expected in {
		"there is no endpoint": [
			{},
			"Vpc has no endpoint for s3, which keeps 1 instance from patch baselines and newer agents",
		],
		"a table is left out": [
			{"variant": "endpoint", "name": "S3"},
			"S3 leaves out a route table of 1 instance, whose patch baselines and newer agents come from s3",
		],
	}

	found := rule.findings with input as _document(expected[0])

	{finding.message | some finding in found} == {expected[1]}
	{finding.severity | some finding in found} == {"medium"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "ssm/patching-without-s3-path",
		"at": "app.yaml#/Resources/Web",
		"reason": "the subnet is a parameter",
	}]}}

	found == {{"at": "app.yaml#/Resources/Web", "reason": "the subnet is a parameter"}}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "ssm/patching-without-s3-path",
		"at": "app.yaml#/Resources/Vpc",
		"name": "Vpc",
		"words": {"workloads": "1 instance"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

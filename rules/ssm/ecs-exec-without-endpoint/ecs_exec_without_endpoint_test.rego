package rules.ssm["ecs-exec-without-endpoint_test"]

import data.rules.ssm["ecs-exec-without-endpoint"] as rule

test_names_the_offender[note] if {
	some note, expected in {
		"there is none": [
			{},
			"Vpc has no interface endpoint for ssmmessages, which ECS Exec of Api needs",
		],
	}

	found := rule.findings with input as _document(expected[0])

	{finding.message | some finding in found} == {expected[1]}
	{finding.severity | some finding in found} == {"high"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "ssm/ecs-exec-without-endpoint",
		"at": "app.yaml#/Resources/Web",
		"reason": "the subnet is a parameter",
	}]}}

	found == {{"at": "app.yaml#/Resources/Web", "reason": "the subnet is a parameter"}}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "ssm/ecs-exec-without-endpoint",
		"at": "app.yaml#/Resources/Vpc",
		"name": "Vpc",
		"words": {"services": "Api"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

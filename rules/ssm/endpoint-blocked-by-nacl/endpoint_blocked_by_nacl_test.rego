package rules.ssm["endpoint-blocked-by-nacl_test"]

import data.rules.ssm["endpoint-blocked-by-nacl"] as rule

test_names_the_offender[note] if {
	some note, expected in {
		"an entry denies it": [
			{},
			"Closed lets nothing out, which keeps 1 instance from ssm and ssmmessages",
		],
	}

	found := rule.findings with input as _document(expected[0])

	{finding.message | some finding in found} == {expected[1]}
	{finding.severity | some finding in found} == {"high"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "ssm/endpoint-blocked-by-nacl",
		"at": "app.yaml#/Resources/Web",
		"reason": "the subnet is a parameter",
	}]}}

	found == {{"at": "app.yaml#/Resources/Web", "reason": "the subnet is a parameter"}}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "ssm/endpoint-blocked-by-nacl",
		"at": "app.yaml#/Resources/Closed",
		"name": "Closed",
		"words": {
			"reason": "Closed lets nothing out",
			"services": "ssm and ssmmessages",
			"workloads": "1 instance",
		},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

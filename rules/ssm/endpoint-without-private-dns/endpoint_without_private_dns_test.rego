package rules.ssm["endpoint-without-private-dns_test"]

import data.rules.ssm["endpoint-without-private-dns"] as rule

test_names_the_offender[note] if {
	some note, expected in {
		"it is absent": [
			{"variant": "default"},
			concat("", [
				"Messages leaves private DNS off, as it is by default, so ssmmessages does not resolve to ",
				"it for 1 instance",
			]),
		],
		"it is false": [
			{},
			"Messages leaves private DNS off, so ssmmessages does not resolve to it for 1 instance",
		],
	}

	found := rule.findings with input as _document(expected[0])

	{finding.message | some finding in found} == {expected[1]}
	{finding.severity | some finding in found} == {"high"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "ssm/endpoint-without-private-dns",
		"at": "app.yaml#/Resources/Web",
		"reason": "the subnet is a parameter",
	}]}}

	found == {{"at": "app.yaml#/Resources/Web", "reason": "the subnet is a parameter"}}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "ssm/endpoint-without-private-dns",
		"at": "app.yaml#/Resources/Messages/Properties/PrivateDnsEnabled",
		"name": "Messages",
		"words": {"services": "ssmmessages", "workloads": "1 instance"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

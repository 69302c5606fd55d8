package rules.ssm["vpc-dns-disabled_test"]

import data.rules.ssm["vpc-dns-disabled"] as rule

test_names_the_offender[note] if {
	some note, expected in {
		"it is absent": [
			{"variant": "default"},
			"Vpc has EnableDnsHostnames off by default, which private DNS of Ssm and Messages needs",
		],
		"both are off": [
			{"words": {"attributes": "EnableDnsSupport and EnableDnsHostnames"}},
			"Vpc has EnableDnsSupport and EnableDnsHostnames off, which private DNS of Ssm and Messages needs",
		],
	}

	found := rule.findings with input as _document(expected[0])

	{finding.message | some finding in found} == {expected[1]}
	{finding.severity | some finding in found} == {"high"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "ssm/vpc-dns-disabled",
		"at": "app.yaml#/Resources/Web",
		"reason": "the subnet is a parameter",
	}]}}

	found == {{"at": "app.yaml#/Resources/Web", "reason": "the subnet is a parameter"}}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "ssm/vpc-dns-disabled",
		"at": "app.yaml#/Resources/Vpc",
		"name": "Vpc",
		"words": {"attributes": "EnableDnsHostnames", "endpoints": "Ssm and Messages"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

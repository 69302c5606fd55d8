package rules.routing["one-sided-peering_test"]

import data.rules.routing["one-sided-peering"] as rule

test_names_both_vpcs if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Pcx carries traffic from Vpc, and no route of PeerVpc leads back"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/one-sided-peering",
		"at": "app.yaml#/Resources/Pcx",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/one-sided-peering",
		"at": "app.yaml#/Resources/Pcx",
		"name": "Pcx",
		"words": {"from": "Vpc", "silent": "PeerVpc"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

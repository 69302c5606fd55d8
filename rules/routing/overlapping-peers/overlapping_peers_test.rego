package rules.routing["overlapping-peers_test"]

import data.rules.routing["overlapping-peers"] as rule

test_names_the_block if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {concat(" ", [
		"Pcx connects Vpc and PeerVpc, which both have the addresses",
		"10.0.0.0/16",
	])}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/overlapping-peers",
		"at": "app.yaml#/Resources/Pcx",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/overlapping-peers",
		"at": "app.yaml#/Resources/Pcx",
		"name": "Pcx",
		"words": {"vpc": "Vpc", "peer": "PeerVpc", "block": "10.0.0.0/16"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

package rules.routing["source-dest-check-on-router_test"]

import data.rules.routing["source-dest-check-on-router"] as rule

test_names_the_route if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {concat(" ", [
		"Vpn drops what Out sends to it for 192.168.0.0/16, since its",
		"source/destination check is on",
	])}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/source-dest-check-on-router",
		"at": "app.yaml#/Resources/Vpn",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/source-dest-check-on-router",
		"at": "app.yaml#/Resources/Vpn",
		"name": "Vpn",
		"words": {"route": "Out", "destination": "192.168.0.0/16"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

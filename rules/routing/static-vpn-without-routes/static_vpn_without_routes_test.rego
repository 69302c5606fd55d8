package rules.routing["static-vpn-without-routes_test"]

import data.rules.routing["static-vpn-without-routes"] as rule

test_tells_static_routes if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Vpn uses static routes and has none"}
}

test_names_the_gateway if {
	found := rule.findings with input as _document({"variant": "unrouted", "words": {"gateway": "Vgw"}})

	{finding.message | some finding in found} == {"Vpn ends at Vgw, which no route table of its VPC leads to"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/static-vpn-without-routes",
		"at": "app.yaml#/Resources/Vpn",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/static-vpn-without-routes",
		"at": "app.yaml#/Resources/Vpn",
		"name": "Vpn",
		"words": {},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

package rules.routing["route-inside-own-cidr_test"]

import data.rules.routing["route-inside-own-cidr"] as rule

test_names_the_vpc if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {concat(" ", [
		"Out sends 10.0.1.0/24 to a peering connection, but these addresses are",
		"in its own VPC Vpc",
	])}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/route-inside-own-cidr",
		"at": "app.yaml#/Resources/Out",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/route-inside-own-cidr",
		"at": "app.yaml#/Resources/Out",
		"name": "Out",
		"words": {"destination": "10.0.1.0/24", "target": "peering", "vpc": "Vpc", "block": "10.0.0.0/16"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

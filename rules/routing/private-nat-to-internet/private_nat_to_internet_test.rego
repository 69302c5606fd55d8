package rules.routing["private-nat-to-internet_test"]

import data.rules.routing["private-nat-to-internet"] as rule

test_names_the_gateway if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {concat(" ", [
		"Out sends 0.0.0.0/0 to Nat, a private NAT gateway, from which no",
		"traffic gets to the internet",
	])}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/private-nat-to-internet",
		"at": "app.yaml#/Resources/Out",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/private-nat-to-internet",
		"at": "app.yaml#/Resources/Out",
		"name": "Out",
		"words": {"destination": "0.0.0.0/0", "gateway": "Nat", "subnet": "Pub"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

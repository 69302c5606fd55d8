package rules.routing["nat-route-loop_test"]

import data.rules.routing["nat-route-loop"] as rule

test_names_the_loop if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {concat(" ", [
		"Out sends 0.0.0.0/0 to Nat, which stands in App and uses the same",
		"route table Table",
	])}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/nat-route-loop",
		"at": "app.yaml#/Resources/Out",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/nat-route-loop",
		"at": "app.yaml#/Resources/Out",
		"name": "Out",
		"words": {"destination": "0.0.0.0/0", "gateway": "Nat", "subnet": "App", "table": "Table"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

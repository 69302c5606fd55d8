package rules.routing["nat-in-private-subnet_test"]

import data.rules.routing["nat-in-private-subnet"] as rule

test_names_the_subnet if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Nat stands in App, which has no route to an internet gateway"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/nat-in-private-subnet",
		"at": "app.yaml#/Resources/Nat",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/nat-in-private-subnet",
		"at": "app.yaml#/Resources/Nat",
		"name": "Nat",
		"words": {"subnet": "App"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

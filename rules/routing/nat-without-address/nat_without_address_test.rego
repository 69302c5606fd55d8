package rules.routing["nat-without-address_test"]

import data.rules.routing["nat-without-address"] as rule

test_names_the_gateway if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Nat is a public NAT gateway without an Elastic IP address"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/nat-without-address",
		"at": "app.yaml#/Resources/Nat",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/nat-without-address",
		"at": "app.yaml#/Resources/Nat",
		"name": "Nat",
		"words": {},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

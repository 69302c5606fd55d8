package rules.routing["weak-vpn-tunnel_test"]

import data.rules.routing["weak-vpn-tunnel"] as rule

test_names_what_is_weak if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Vpn accepts DH group 2 and SHA1"}
}

test_tells_the_default if {
	found := rule.findings with input as _document({"variant": "default"})

	{finding.message | some finding in found} == {concat(" ", [
		"Vpn accepts weak cryptography, as tunnels do whose options are not",
		"given",
	])}
}

test_takes_the_default_less_seriously if {
	found := rule.findings with input as _document({"variant": "default"})

	{finding.severity | some finding in found} == {"low"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/weak-vpn-tunnel",
		"at": "app.yaml#/Resources/Vpn",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/weak-vpn-tunnel",
		"at": "app.yaml#/Resources/Vpn",
		"name": "Vpn",
		"words": {"weak": "DH group 2 and SHA1"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

package rules.routing["wrong-family-gateway_test"]

import data.rules.routing["wrong-family-gateway"] as rule

test_tells_nat if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {concat(" ", [
		"Out sends ::/0 to the NAT gateway Nat, which takes no IPv6 traffic but",
		"that of NAT64",
	])}
}

test_tells_egress_only if {
	found := rule.findings with input as _document({
		"variant": "egress-only",
		"words": {"destination": "0.0.0.0/0", "gateway": "Eigw"},
	})

	{finding.message | some finding in found} == {concat(" ", [
		"Out sends 0.0.0.0/0 to the egress-only internet gateway Eigw, which",
		"takes IPv6 traffic alone",
	])}
}

test_does_without_a_name if {
	found := rule.findings with input as _document({"words": {"destination": "::/0", "gateway": ""}})

	{finding.message | some finding in found} == {concat(" ", [
		"Out sends ::/0 to a NAT gateway, which takes no IPv6 traffic but that",
		"of NAT64",
	])}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/wrong-family-gateway",
		"at": "app.yaml#/Resources/Out",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/wrong-family-gateway",
		"at": "app.yaml#/Resources/Out",
		"name": "Out",
		"variant": "nat",
		"words": {"destination": "::/0", "gateway": "Nat"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

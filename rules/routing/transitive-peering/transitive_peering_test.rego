package rules.routing["transitive-peering_test"]

import data.rules.routing["transitive-peering"] as rule

test_names_the_peer if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {concat(" ", [
		"Out sends 10.2.0.0/16 over peering connection Pcx, and these addresses",
		"are not in the peer PeerVpc",
	])}
}

test_tells_the_internet if {
	found := rule.findings with input as _document({
		"variant": "default",
		"words": {"destination": "0.0.0.0/0", "connection": ""},
	})

	{finding.message | some finding in found} == {concat(" ", [
		"Out sends 0.0.0.0/0 over a peering connection, behind which no",
		"internet can be reached",
	])}
}

test_takes_a_default_route_less_seriously if {
	found := rule.findings with input as _document({"variant": "default"})

	{finding.severity | some finding in found} == {"medium"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/transitive-peering",
		"at": "app.yaml#/Resources/Out",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/transitive-peering",
		"at": "app.yaml#/Resources/Out",
		"name": "Out",
		"words": {"destination": "10.2.0.0/16", "connection": "Pcx", "peer": "PeerVpc"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

package rules["load-balancer"]["internet-facing-in-private-subnet_test"]

import data.rules["load-balancer"]["internet-facing-in-private-subnet"] as rule

test_names_the_subnet if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {concat("", [
		"Alb faces the internet from SubnetB, without a route to an internet ",
		"gateway",
	])}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "load-balancer/internet-facing-in-private-subnet",
		"at": "app.yaml#/Resources/Alb/Properties/Subnets/1",
		"reason": "it can't be decided whether Alb exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether Alb exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "load-balancer/internet-facing-in-private-subnet",
		"at": "app.yaml#/Resources/Alb/Properties/Subnets/1",
		"name": "Alb",
		"words": {"subnets": "SubnetB"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

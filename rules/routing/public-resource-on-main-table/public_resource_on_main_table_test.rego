package rules.routing["public-resource-on-main-table_test"]

import data.rules.routing["public-resource-on-main-table"] as rule

test_names_the_nat_gateway if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {concat(" ", [
		"Sub holds NAT gateway Nat, but uses its VPC's main route table, which",
		"has only the local route",
	])}
}

test_says_that_addresses_are_public if {
	found := rule.findings with input as _document({"variant": "addresses"})

	{finding.message | some finding in found} == {concat(" ", [
		"Sub gives its instances public addresses, but uses its VPC's main",
		"route table, which has only the local route",
	])}
}

test_names_the_load_balancer if {
	found := rule.findings with input as _document({"variant": "load-balancer", "words": {"who": "Alb"}})

	{finding.message | some finding in found} == {concat(" ", [
		"Sub holds the internet-facing load balancer Alb, but uses its VPC's",
		"main route table, which has only the local route",
	])}
}

test_names_the_instance if {
	found := rule.findings with input as _document({"variant": "instance", "words": {"who": "Web"}})

	{finding.message | some finding in found} == {concat(" ", [
		"Sub holds Web, which has a public address, but uses its VPC's main",
		"route table, which has only the local route",
	])}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/public-resource-on-main-table",
		"at": "app.yaml#/Resources/Sub",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/public-resource-on-main-table",
		"at": "app.yaml#/Resources/Sub",
		"name": "Sub",
		"variant": "nat",
		"words": {"who": "Nat"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

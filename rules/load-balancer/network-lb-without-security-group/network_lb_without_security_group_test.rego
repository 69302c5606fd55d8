package rules["load-balancer"]["network-lb-without-security-group_test"]

import data.rules["load-balancer"]["network-lb-without-security-group"] as rule

test_names_the_load_balancer if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {concat("", [
		"Nlb is a Network Load Balancer without a security group, and can ",
		"never get one",
	])}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "load-balancer/network-lb-without-security-group",
		"at": "app.yaml#/Resources/Nlb/Properties/SecurityGroups",
		"name": "Nlb",
		"words": {},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

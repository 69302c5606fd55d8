package rules["load-balancer"]["missing-access-logs_test"]

import data.rules["load-balancer"]["missing-access-logs"] as rule

test_names_the_load_balancer if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Alb faces the internet and keeps no access logs"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "load-balancer/missing-access-logs",
		"at": "app.yaml#/Resources/Alb/Properties/LoadBalancerAttributes",
		"name": "Alb",
		"words": {},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

package rules["load-balancer"]["invalid-headers-forwarded_test"]

import data.rules["load-balancer"]["invalid-headers-forwarded"] as rule

test_names_the_load_balancer if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Alb passes invalid HTTP header fields on to its targets"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "load-balancer/invalid-headers-forwarded",
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

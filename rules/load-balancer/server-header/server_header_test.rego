package rules["load-balancer"]["server-header_test"]

import data.rules["load-balancer"]["server-header"] as rule

test_names_the_listener if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Https tells clients in each response what server answers them"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "load-balancer/server-header",
		"at": "app.yaml#/Resources/Https/Properties/ListenerAttributes",
		"name": "Https",
		"words": {"balancer": "Alb"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

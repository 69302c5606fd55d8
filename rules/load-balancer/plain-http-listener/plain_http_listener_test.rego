package rules["load-balancer"]["plain-http-listener_test"]

import data.rules["load-balancer"]["plain-http-listener"] as rule

test_names_listener_and_load_balancer if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Http forwards plain HTTP that comes from the internet to Alb"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "load-balancer/plain-http-listener",
		"at": "app.yaml#/Resources/Http/Properties/Protocol",
		"reason": "it can't be decided whether Http exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether Http exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "load-balancer/plain-http-listener",
		"at": "app.yaml#/Resources/Http/Properties/Protocol",
		"name": "Http",
		"words": {"balancer": "Alb", "port": "80"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

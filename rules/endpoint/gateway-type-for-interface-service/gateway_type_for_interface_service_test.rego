package rules.endpoint["gateway-type-for-interface-service_test"]

import data.rules.endpoint["gateway-type-for-interface-service"] as rule

test_names_the_service if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Queues is a gateway endpoint by default, and there is none for sqs"}
}

test_says_when_the_type_is_written if {
	found := rule.findings with input as _document({"variant": "written"})

	{finding.message | some finding in found} == {"Queues is a gateway endpoint, and there is none for sqs"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "endpoint/gateway-type-for-interface-service",
		"at": "app.yaml#/Resources/Queues",
		"reason": "it can't be decided whether Queues exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether Queues exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "endpoint/gateway-type-for-interface-service",
		"at": "app.yaml#/Resources/Queues/Properties/ServiceName",
		"name": "Queues",
		"words": {"service": "sqs"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

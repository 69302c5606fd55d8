package rules.endpoint["gateway-without-route-table_test"]

import data.rules.endpoint["gateway-without-route-table"] as rule

test_names_the_service if {
	found := rule.findings with input as _document({})

	{[finding.message, finding.severity] | some finding in found} == {[
		"Objects is a gateway endpoint for s3 that no route table leads to",
		"medium",
	]}
}

test_is_milder_where_another_stack_may_add_tables if {
	found := rule.findings with input as _document({"weaker": ["Objects is exported"]})

	{finding.severity | some finding in found} == {"low"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "endpoint/gateway-without-route-table",
		"at": "app.yaml#/Resources/Objects/Properties/RouteTableIds",
		"name": "Objects",
		"words": {"service": "s3"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

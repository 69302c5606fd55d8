package rules["load-balancer"]["private-key-in-template_test"]

import data.rules["load-balancer"]["private-key-in-template"] as rule

test_says_that_the_template_holds_the_key if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Certificate has its private key in the template"}
}

test_names_the_parameter if {
	found := rule.findings with input as _document({"variant": "parameter"})

	{finding.message | some finding in found} == {concat("", [
		"Certificate takes its private key from the parameter Key, which the ",
		"stack shows",
	])}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "load-balancer/private-key-in-template",
		"at": "app.yaml#/Resources/Certificate/Properties/PrivateKey",
		"name": "Certificate",
		"words": {"parameter": "Key"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

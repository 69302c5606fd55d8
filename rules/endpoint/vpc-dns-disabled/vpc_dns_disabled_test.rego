package rules.endpoint["vpc-dns-disabled_test"]

import data.rules.endpoint["vpc-dns-disabled"] as rule

test_names_the_attribute_and_the_endpoint if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Vpc has EnableDnsHostnames off, which private DNS of Queues needs"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "endpoint/vpc-dns-disabled",
		"at": "app.yaml#/Resources/Vpc/Properties/EnableDnsHostnames",
		"name": "Vpc",
		"words": {"attributes": "EnableDnsHostnames", "user": "Queues"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

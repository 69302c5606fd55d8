package rules.dns["private-zone-without-vpc-dns_test"]

import data.rules.dns["private-zone-without-vpc-dns"] as rule

test_names_the_attribute_and_the_zone if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {concat("", [
		"Vpc has EnableDnsHostnames off, ",
		"which the private hosted zone Zone needs",
	])}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "dns/private-zone-without-vpc-dns",
		"at": "app.yaml#/Resources/Vpc/Properties/EnableDnsHostnames",
		"name": "Vpc",
		"words": {"attributes": "EnableDnsHostnames", "user": "Zone"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

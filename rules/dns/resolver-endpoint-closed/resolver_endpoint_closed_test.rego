package rules.dns["resolver-endpoint-closed_test"]

import data.rules.dns["resolver-endpoint-closed"] as rule

test_names_protocol_and_endpoint if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {concat("", [
		"Names admits no TCP on port 53, ",
		"which closes the resolver endpoint Inbound to a part of DNS",
	])}
}

test_names_the_target if {
	words := {"direction": "outbound", "protocol": "TCP", "port": "53", "endpoint": "Out", "target": "10.9.0.1"}
	found := rule.findings with input as _document({"variant": "target", "words": words})

	{finding.message | some finding in found} == {concat("", [
		"Names lets out no TCP to 10.9.0.1 on port 53, ",
		"where the resolver endpoint Out sends queries",
	])}
}

test_names_both_protocols if {
	words := {"direction": "inbound", "protocol": "TCP or UDP", "port": "53", "endpoint": "Inbound"}
	found := rule.findings with input as _document({"words": words})

	{finding.message | some finding in found} == {concat("", [
		"Names admits no TCP or UDP on port 53, ",
		"which closes the resolver endpoint Inbound to DNS",
	])}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "dns/resolver-endpoint-closed",
		"at": "app.yaml#/Resources/Names/Properties/SecurityGroupIngress",
		"name": "Names",
		"words": {"direction": "inbound", "protocol": "TCP", "port": "53", "endpoint": "Inbound"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

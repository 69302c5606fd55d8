package rules.dns["single-resolver-address_test"]

import data.rules.dns["single-resolver-address"] as rule

test_grades_what_aws_refuses_higher if {
	found := rule.findings with input as _document({"variant": "one"})

	{[finding.severity, finding.message] | some finding in found} == {[
		"high",
		"Inbound has fewer than the two addresses that AWS asks for",
	]}
}

test_says_that_all_stand_in_one_zone if {
	found := rule.findings with input as _document({})

	{[finding.severity, finding.message] | some finding in found} == {[
		"medium",
		"Inbound has all its addresses in one Availability Zone",
	]}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "dns/single-resolver-address",
		"at": "app.yaml#/Resources/Inbound/Properties/IpAddresses",
		"name": "Inbound",
		"words": {"direction": "inbound"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

package rules.routing["transit-gateway-without-attachment_test"]

import data.rules.routing["transit-gateway-without-attachment"] as rule

test_names_the_vpc if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Out leads to Tgw, which Vpc is not attached to"}
}

test_names_the_subnet if {
	found := rule.findings with input as _document({
		"name": "Attach",
		"variant": "zone",
		"words": {"gateway": "Tgw", "subnet": "App"},
	})

	{finding.message | some finding in found} == {"Attach has no subnet in the zone of App, which routes to Tgw"}
}

test_takes_a_missing_zone_less_seriously if {
	found := rule.findings with input as _document({"variant": "zone", "words": {"gateway": "Tgw", "subnet": "App"}})

	{finding.severity | some finding in found} == {"medium"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/transit-gateway-without-attachment",
		"at": "app.yaml#/Resources/Out",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/transit-gateway-without-attachment",
		"at": "app.yaml#/Resources/Out",
		"name": "Out",
		"words": {"destination": "10.0.0.0/8", "gateway": "Tgw", "vpc": "Vpc"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

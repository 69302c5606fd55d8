package rules.dns["rule-shadows-private-zone_test"]

import data.rules.dns["rule-shadows-private-zone"] as rule

test_names_who_answers if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {concat("", [
		"Forward forwards corp.example.com, ",
		"for which the private hosted zone Zone answers in the same VPC",
	])}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "dns/rule-shadows-private-zone",
		"at": "app.yaml#/Resources/Forward/Properties/DomainName",
		"name": "Forward",
		"words": {"domain": "corp.example.com", "what": "private hosted zone", "owner": "Zone"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

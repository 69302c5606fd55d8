package rules.dns["duplicate-query-log_test"]

import data.rules.dns["duplicate-query-log"] as rule

test_names_the_other_association if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {concat("", [
		"Again is a second query log of one VPC to a bucket, ",
		"beside Association",
	])}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "dns/duplicate-query-log",
		"at": "app.yaml#/Resources/Again/Properties/ResourceId",
		"name": "Again",
		"words": {"other": "Association", "sort": "bucket"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

package rules.dns["fragile-query-log-bucket_test"]

import data.rules.dns["fragile-query-log-bucket"] as rule

test_names_bucket_and_log if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Logs takes the query logs of QueryLog and is deleted with its stack"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "dns/fragile-query-log-bucket",
		"at": "app.yaml#/Resources/Logs/DeletionPolicy",
		"name": "Logs",
		"words": {"config": "QueryLog"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

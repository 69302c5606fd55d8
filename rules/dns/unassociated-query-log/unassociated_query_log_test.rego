package rules.dns["unassociated-query-log_test"]

import data.rules.dns["unassociated-query-log"] as rule

test_says_that_nothing_is_logged if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"QueryLog logs the queries of no VPC"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "dns/unassociated-query-log",
		"at": "app.yaml#/Resources/QueryLog",
		"name": "QueryLog",
		"words": {},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

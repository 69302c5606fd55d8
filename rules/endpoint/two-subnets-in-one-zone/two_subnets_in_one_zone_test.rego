package rules.endpoint["two-subnets-in-one-zone_test"]

import data.rules.endpoint["two-subnets-in-one-zone"] as rule

test_names_both_subnets if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Queues names Second beside First, which stands in the same zone"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "endpoint/two-subnets-in-one-zone",
		"at": "app.yaml#/Resources/Queues/Properties/SubnetIds/1",
		"name": "Queues",
		"words": {"subnet": "Second", "other": "First"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

package rules.endpoint["route-table-left-out_test"]

import data.rules.endpoint["route-table-left-out"] as rule

test_names_the_offender[note] if {
	some note, expected in {
		"a table is left out": [
			{},
			"Objects leaves out Table, which keeps Web from s3",
		],
	}

	found := rule.findings with input as _document(expected[0])

	{[finding.message, finding.severity] | some finding in found} == {[expected[1], "medium"]}
}

test_is_milder_where_another_stack_may_change_it if {
	found := rule.findings with input as _document({"weaker": ["Vpc is exported"]})

	{finding.severity | some finding in found} == {"low"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "endpoint/route-table-left-out",
		"at": "app.yaml#/Resources/Web",
		"reason": "the subnet is a parameter",
	}]}}

	found == {{"at": "app.yaml#/Resources/Web", "reason": "the subnet is a parameter"}}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "endpoint/route-table-left-out",
		"at": "app.yaml#/Resources/Objects/Properties/RouteTableIds",
		"name": "Objects",
		"words": {"tables": "Table", "clients": "Web", "service": "s3"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

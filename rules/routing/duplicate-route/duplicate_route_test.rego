package rules.routing["duplicate-route_test"]

import data.rules.routing["duplicate-route"] as rule

test_names_the_first if {
	found := rule.findings with input as _document({"words": {"destination": "0.0.0.0/0"}})

	{finding.message | some finding in found} == {"Second repeats the destination 0.0.0.0/0 of First in Table"}
}

test_does_without_a_destination if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Second repeats the destination of First in Table"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/duplicate-route",
		"at": "app.yaml#/Resources/Second",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/duplicate-route",
		"at": "app.yaml#/Resources/Second",
		"name": "Second",
		"words": {"first": "First", "table": "Table"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

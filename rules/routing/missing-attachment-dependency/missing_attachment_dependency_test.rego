package rules.routing["missing-attachment-dependency_test"]

import data.rules.routing["missing-attachment-dependency"] as rule

test_names_the_attachment if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Out relies on Igw without waiting for its attachment Attach"}
}

test_names_all if {
	found := rule.findings with input as _document({
		"variant": "several",
		"words": {"who": "Out and Ip", "gateway": "Igw", "attachment": "Attach"},
	})

	{finding.message | some finding in found} == {"Out and Ip rely on Igw without waiting for its attachment Attach"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/missing-attachment-dependency",
		"at": "app.yaml#/Resources/Out",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/missing-attachment-dependency",
		"at": "app.yaml#/Resources/Out",
		"name": "Out",
		"words": {"who": "Out", "gateway": "Igw", "attachment": "Attach"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

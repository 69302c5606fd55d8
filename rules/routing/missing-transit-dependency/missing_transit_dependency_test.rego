package rules.routing["missing-transit-dependency_test"]

import data.rules.routing["missing-transit-dependency"] as rule

test_names_the_attachment if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Out does not wait for the attachment Attach"}
}

test_names_all if {
	found := rule.findings with input as _document({
		"variant": "several",
		"words": {"who": "Out and Back", "gateway": "Tgw", "attachment": "Attach"},
	})

	{finding.message | some finding in found} == {"Out and Back do not wait for the attachment Attach"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/missing-transit-dependency",
		"at": "app.yaml#/Resources/Out",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/missing-transit-dependency",
		"at": "app.yaml#/Resources/Out",
		"name": "Out",
		"words": {"who": "Out", "gateway": "Tgw", "attachment": "Attach"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

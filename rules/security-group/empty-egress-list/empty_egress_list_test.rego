package rules["security-group"]["empty-egress-list_test"]

import data.rules["security-group"]["empty-egress-list"] as rule

test_phrases[note] if {
	some note, expected in {
		"an empty list": {
			"override": {},
			"message": "Web has an empty list of egress rules, which lets everything out",
			"severity": "low",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{[finding.message, finding.severity] | some finding in found} == {[expected.message, expected.severity]}
}

test_leaves_the_fix_to_be_chosen if {
	edits := [{"op": "replace", "at": "app.yaml#/Resources/Web/Properties/SecurityGroupEgress", "value": []}]
	found := rule.findings with input as _document({"edits": edits})

	{finding.fix.safe | some finding in found} == {false}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "security-group/empty-egress-list",
		"at": "app.yaml#/Resources/Web",
		"reason": "it can't be decided whether Web exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether Web exists"}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "security-group/empty-egress-list",
		"at": "app.yaml#/Resources/Web/Properties/SecurityGroupEgress",
		"name": "Web",
		"words": {},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

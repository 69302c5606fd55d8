package rules.nacl["duplicate-rule-number_test"]

import data.rules.nacl["duplicate-rule-number"] as rule

test_phrases[note] if {
	some note, expected in {
		"a number twice": {
			"override": {},
			"message": "B has number 100, which A has in the ingress of Acl",
			"severity": "high",
		},
		"a number out of range": {
			"override": {"variant": "range", "words": {"number": "40000"}},
			"message": "B has number 40000, and numbers go from 1 to 32766",
			"severity": "high",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{[finding.message, finding.severity] | some finding in found} == {[expected.message, expected.severity]}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "nacl/duplicate-rule-number",
		"at": "app.yaml#/Resources/B",
		"reason": "it can't be decided whether B exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether B exists"}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "nacl/duplicate-rule-number",
		"at": "app.yaml#/Resources/B/Properties/RuleNumber",
		"name": "B",
		"words": {"acl": "Acl", "number": "100", "first": "A", "direction": "ingress"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

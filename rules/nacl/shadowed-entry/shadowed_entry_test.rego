package rules.nacl["shadowed-entry_test"]

import data.rules.nacl["shadowed-entry"] as rule

test_phrases[note] if {
	some note, expected in {
		"the other action": {
			"override": {},
			"message": "DenySsh (200) never denies anything, since All (100) comes first",
			"severity": "medium",
		},
		"the same action": {
			"override": {"variant": "same"},
			"message": "DenySsh (200) never denies anything, since All (100) comes first and does the same",
			"severity": "low",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{[finding.message, finding.severity] | some finding in found} == {[expected.message, expected.severity]}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "nacl/shadowed-entry",
		"at": "app.yaml#/Resources/DenySsh/Properties/RuleNumber",
		"name": "DenySsh",
		"words": {"acl": "Acl", "number": "200", "earlier": "All", "first": "100", "does": "denies"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

package rules["security-group"]["revoked-default-egress_test"]

import data.rules["security-group"]["revoked-default-egress"] as rule

test_phrases[note] if {
	some note, expected in {
		"a declared group": {
			"override": {},
			"message": "ToDb revokes the default egress of App, which has no egress rule of its own",
			"severity": "medium",
		},
		"a group of others": {
			"override": {"variant": "external", "weaker": ["the group has rules"]},
			"message": "ToDb revokes the default egress of a security group that is not declared here",
			"severity": "low",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{[finding.message, finding.severity] | some finding in found} == {[expected.message, expected.severity]}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "security-group/revoked-default-egress",
		"at": "app.yaml#/Resources/ToDb",
		"reason": "it can't be decided whether ToDb exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether ToDb exists"}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "security-group/revoked-default-egress",
		"at": "app.yaml#/Resources/ToDb/Properties/GroupId",
		"name": "ToDb",
		"words": {"group": "App"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

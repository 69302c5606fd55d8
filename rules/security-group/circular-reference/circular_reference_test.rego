package rules["security-group"]["circular-reference_test"]

import data.rules["security-group"]["circular-reference"] as rule

test_phrases[note] if {
	some note, expected in {
		"two groups": {
			"override": {},
			"message": "Web and App wait for each other by their inline rules",
			"severity": "high",
		},
		"one group": {
			"override": {"variant": "itself"},
			"message": "Web waits for itself: an inline rule names the group it stands in",
			"severity": "high",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{[finding.message, finding.severity] | some finding in found} == {[expected.message, expected.severity]}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "security-group/circular-reference",
		"at": "app.yaml#/Resources/Web",
		"reason": "it can't be decided whether Web exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether Web exists"}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "security-group/circular-reference",
		"at": "app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0/SourceSecurityGroupId",
		"name": "Web",
		"words": {"groups": "Web and App"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

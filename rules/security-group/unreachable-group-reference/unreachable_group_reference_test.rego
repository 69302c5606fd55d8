package rules["security-group"]["unreachable-group-reference_test"]

import data.rules["security-group"]["unreachable-group-reference"] as rule

test_phrases[note] if {
	some note, expected in {
		"no connection": {
			"override": {},
			"message": "Web names the group App of Hub, which is not connected with Vpc",
			"severity": "high",
		},
		"a transit gateway": {
			"override": {"variant": "transit"},
			"message": "Web names the group App of Hub, and the transit gateway to it does not carry such references",
			"severity": "high",
		},
		"a VPC of others": {
			"override": {"weaker": ["Hub is exported, so another stack may add to it"]},
			"message": "Web names the group App of Hub, which is not connected with Vpc",
			"severity": "medium",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{[finding.message, finding.severity] | some finding in found} == {[expected.message, expected.severity]}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "security-group/unreachable-group-reference",
		"at": "app.yaml#/Resources/Web",
		"reason": "it can't be decided whether Web exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether Web exists"}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "security-group/unreachable-group-reference",
		"at": "app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0/SourceSecurityGroupId",
		"name": "Web",
		"words": {"group": "App", "vpc": "Vpc", "other": "Hub"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

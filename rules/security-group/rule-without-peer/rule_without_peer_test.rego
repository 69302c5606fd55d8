package rules["security-group"]["rule-without-peer_test"]

import data.rules["security-group"]["rule-without-peer"] as rule

test_phrases[note] if {
	some note, expected in {
		"ingress": {
			"override": {},
			"message": "Web has an ingress rule without a source, which is never added",
			"severity": "high",
		},
		"egress": {
			"override": {"words": {"direction": "egress", "peer": "destination"}},
			"message": "Web has an egress rule without a destination, which is never added",
			"severity": "high",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{[finding.message, finding.severity] | some finding in found} == {[expected.message, expected.severity]}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "security-group/rule-without-peer",
		"at": "app.yaml#/Resources/Web",
		"reason": "it can't be decided whether Web exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether Web exists"}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "security-group/rule-without-peer",
		"at": "app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0",
		"name": "Web",
		"words": {"direction": "ingress", "peer": "source"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

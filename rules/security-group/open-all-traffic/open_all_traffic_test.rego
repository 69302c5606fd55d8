package rules["security-group"]["open-all-traffic_test"]

import data.rules["security-group"]["open-all-traffic"] as rule

test_phrases[note] if {
	some note, expected in {
		"one family": {
			"override": {},
			"message": "Web admits all traffic from any IPv4 address",
			"severity": "high",
		},
		"the other family": {
			"override": {"words": {"source": "any IPv6 address"}},
			"message": "Web admits all traffic from any IPv6 address",
			"severity": "high",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{[finding.message, finding.severity] | some finding in found} == {[expected.message, expected.severity]}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "security-group/open-all-traffic",
		"at": "app.yaml#/Resources/Web",
		"reason": "it can't be decided whether Web exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether Web exists"}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "security-group/open-all-traffic",
		"at": "app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0/IpProtocol",
		"name": "Web",
		"words": {"source": "any IPv4 address"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

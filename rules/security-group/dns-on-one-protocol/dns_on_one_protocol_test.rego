package rules["security-group"]["dns-on-one-protocol_test"]

import data.rules["security-group"]["dns-on-one-protocol"] as rule

test_phrases[note] if {
	some note, expected in {
		"UDP alone": {
			"override": {},
			"message": "Dns admits DNS by UDP but not by TCP from the same source",
			"severity": "medium",
		},
		"TCP alone": {
			"override": {"words": {"protocol": "TCP", "missing": "UDP"}},
			"message": "Dns admits DNS by TCP but not by UDP from the same source",
			"severity": "medium",
		},
		"another stack may add to the group": {
			"override": {"weaker": ["Dns is exported, so another stack may add to it"]},
			"message": "Dns admits DNS by UDP but not by TCP from the same source",
			"severity": "low",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{[finding.message, finding.severity] | some finding in found} == {[expected.message, expected.severity]}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "security-group/dns-on-one-protocol",
		"at": "app.yaml#/Resources/Dns",
		"reason": "it can't be decided whether Dns exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether Dns exists"}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "security-group/dns-on-one-protocol",
		"at": "app.yaml#/Resources/Dns/Properties/SecurityGroupIngress/0/IpProtocol",
		"name": "Dns",
		"words": {"protocol": "UDP", "missing": "TCP"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

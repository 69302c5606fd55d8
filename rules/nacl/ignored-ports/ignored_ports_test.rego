package rules.nacl["ignored-ports_test"]

import data.rules.nacl["ignored-ports"] as rule

test_phrases[note] if {
	some note, expected in {
		"ports of another protocol": {
			"override": {},
			"message": "In names ports, which do not count for protocol -1",
			"severity": "medium",
		},
		"TCP without ports": {
			"override": {"variant": "ports", "words": {"protocol": "TCP"}},
			"message": "In is for TCP without PortRange, which EC2 refuses",
			"severity": "medium",
		},
		"ICMP without a type": {
			"override": {"variant": "icmp", "words": {"protocol": "ICMP"}},
			"message": "In is for ICMP without Icmp, which EC2 refuses",
			"severity": "medium",
		},
		"ICMPv6 with an IPv4 block": {
			"override": {"variant": "family"},
			"message": "In is for ICMPv6 with an IPv4 block, which makes it one for every type and code",
			"severity": "medium",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{[finding.message, finding.severity] | some finding in found} == {[expected.message, expected.severity]}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "nacl/ignored-ports",
		"at": "app.yaml#/Resources/In",
		"reason": "it can't be decided whether In exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether In exists"}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "nacl/ignored-ports",
		"at": "app.yaml#/Resources/In/Properties/PortRange",
		"name": "In",
		"words": {"protocol": "-1"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

package rules["security-group"]["open-icmp_test"]

import data.rules["security-group"]["open-icmp"] as rule

test_phrases[note] if {
	some note, expected in {
		"one family": {
			"override": {},
			"message": "Web admits every type of ICMP message from any IPv4 address",
		},
		"the other": {
			"override": {"words": {"protocol": "ICMPv6", "source": "any IPv6 address"}},
			"message": "Web admits every type of ICMPv6 message from any IPv6 address",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{finding.message | some finding in found} == {expected.message}
}

test_labels_the_place if {
	found := rule.findings with input as _document({})

	{[finding.at, finding.label] | some finding in found} == {[
		"app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0/FromPort",
		"every type",
	]}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "security-group/open-icmp",
		"at": "app.yaml#/Resources/Web",
		"reason": "Web has a rule that is not fully known",
	}]}}

	{doubt.reason | some doubt in found} == {"Web has a rule that is not fully known"}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "security-group/open-icmp",
		"at": "app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0/FromPort",
		"name": "Web",
		"words": {"protocol": "ICMP", "source": "any IPv4 address"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

package rules["security-group"]["open-dns-resolver_test"]

import data.rules["security-group"]["open-dns-resolver"] as rule

test_phrases[note] if {
	some note, expected in {
		"the server is not known": {
			"override": {},
			"message": "Dns admits DNS queries from any IPv4 address",
			"severity": "medium",
		},
		"the server resolves for anybody": {
			"override": {"variant": "recursive"},
			"message": "Dns admits DNS queries from any IPv4 address, and its server resolves names for all of them",
			"severity": "high",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{[finding.message, finding.severity] | some finding in found} == {[expected.message, expected.severity]}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "security-group/open-dns-resolver",
		"at": "app.yaml#/Resources/Dns",
		"reason": "it can't be decided whether Dns exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether Dns exists"}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "security-group/open-dns-resolver",
		"at": "app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0/CidrIp",
		"name": "Dns",
		"words": {"source": "any IPv4 address"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

package rules["security-group"]["open-ping_test"]

import data.rules["security-group"]["open-ping"] as rule

test_phrases[note] if {
	some note, expected in {
		"one family": {
			"override": {},
			"message": "PingIn admits pings from any IPv4 address",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{finding.message | some finding in found} == {expected.message}
}

test_labels_the_place if {
	found := rule.findings with input as _document({})

	{[finding.at, finding.label] | some finding in found} == {[
		"app.yaml#/Resources/PingIn/Properties/CidrIp",
		"anybody",
	]}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "security-group/open-ping",
		"at": "app.yaml#/Resources/PingIn/Properties/CidrIp",
		"name": "PingIn",
		"words": {"source": "any IPv4 address"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

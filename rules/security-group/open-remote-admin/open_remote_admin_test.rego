package rules["security-group"]["open-remote-admin_test"]

import data.rules["security-group"]["open-remote-admin"] as rule

test_phrases[note] if {
	some note, expected in {
		"nothing is known to be reached": {
			"override": {},
			"message": "Web admits SSH (22) from any IPv4 address",
			"severity": "medium",
		},
		"an instance is reached": {
			"override": {"words": {"workload": "Host"}},
			"message": "Web admits SSH (22) from any IPv4 address, and Host is on the internet",
			"severity": "high",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{[finding.message, finding.severity] | some finding in found} == {[expected.message, expected.severity]}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "security-group/open-remote-admin",
		"at": "app.yaml#/Resources/Web",
		"reason": "it can't be decided whether Web exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether Web exists"}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "security-group/open-remote-admin",
		"at": "app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0/CidrIp",
		"name": "Web",
		"words": {"source": "any IPv4 address", "services": "SSH (22)"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

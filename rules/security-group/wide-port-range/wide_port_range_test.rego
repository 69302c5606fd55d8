package rules["security-group"]["wide-port-range_test"]

import data.rules["security-group"]["wide-port-range"] as rule

test_phrases[note] if {
	some note, expected in {
		"a range": {
			"override": {},
			"message": "Web admits TCP ports 8000 to 9999 from any IPv4 address",
			"severity": "medium",
		},
		"every port": {
			"override": {"variant": "all"},
			"message": "Web admits every TCP port from any IPv4 address",
			"severity": "medium",
		},
		"a range with SSH": {
			"override": {"words": {"services": "SSH (22)"}},
			"message": "Web admits TCP ports 8000 to 9999 from any IPv4 address, SSH (22) among them",
			"severity": "medium",
		},
		"a range with SSH of an instance on the internet": {
			"override": {"words": {"services": "SSH (22)", "workload": "Host"}},
			"message": "Web admits TCP ports 8000 to 9999 from any IPv4 address, SSH (22) among them",
			"severity": "high",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{[finding.message, finding.severity] | some finding in found} == {[expected.message, expected.severity]}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "security-group/wide-port-range",
		"at": "app.yaml#/Resources/Web",
		"reason": "it can't be decided whether Web exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether Web exists"}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "security-group/wide-port-range",
		"at": "app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0/FromPort",
		"name": "Web",
		"words": {"source": "any IPv4 address", "protocol": "TCP", "ports": "8000 to 9999"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

package rules.nacl["blocked-return-traffic_test"]

import data.rules.nacl["blocked-return-traffic"] as rule

test_phrases[note] if {
	some note, expected in {
		"a service": {
			"override": {},
			"message": "In lets port 443 in, and Acl lets no reply out",
			"severity": "high",
		},
		"a client": {
			"override": {"words": {"ports": "port 80 and port 443", "way": "out", "back": "in"}},
			"message": "In lets port 80 and port 443 out, and Acl lets no reply in",
			"severity": "high",
		},
		"ports of Windows alone": {
			"override": {"variant": "ports", "weaker": ["all of the clients run Windows"]},
			"message": "In lets port 443 in, and Acl lets no reply out to a port below 49152",
			"severity": "low",
		},
		"a subnet that is left out": {
			"override": {
				"variant": "clients",
				"words": {"acl": "Acl", "ports": "port 443", "way": "in", "back": "out", "lost": "Web"},
			},
			"message": "In lets port 443 in, and Acl lets no reply out to Web",
			"severity": "medium",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{[finding.message, finding.severity] | some finding in found} == {[expected.message, expected.severity]}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "nacl/blocked-return-traffic",
		"at": "app.yaml#/Resources/In",
		"reason": "it can't be decided whether In exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether In exists"}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "nacl/blocked-return-traffic",
		"at": "app.yaml#/Resources/In",
		"name": "In",
		"words": {"acl": "Acl", "ports": "port 443", "way": "in", "back": "out"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

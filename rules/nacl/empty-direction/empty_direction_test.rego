package rules.nacl["empty-direction_test"]

import data.rules.nacl["empty-direction"] as rule

test_phrases[note] if {
	some note, expected in {
		"nothing goes out": {
			"override": {},
			"message": "Acl has no egress entry, so nothing gets out of its subnets",
			"severity": "high",
		},
		"nothing comes in": {
			"override": {"words": {"direction": "in"}},
			"message": "Acl has no ingress entry, so nothing gets into its subnets",
			"severity": "high",
		},
		"nothing passes": {
			"override": {"words": {"direction": "in or out"}},
			"message": "Acl has no entries, so nothing gets into its subnets or out of them",
			"severity": "high",
		},
		"another stack may add entries": {
			"override": {"weaker": ["Acl is exported, so another stack may add to it"]},
			"message": "Acl has no egress entry, so nothing gets out of its subnets",
			"severity": "medium",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{[finding.message, finding.severity] | some finding in found} == {[expected.message, expected.severity]}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "nacl/empty-direction",
		"at": "app.yaml#/Resources/Acl",
		"reason": "it can't be decided whether Acl exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether Acl exists"}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "nacl/empty-direction",
		"at": "app.yaml#/Resources/Acl",
		"name": "Acl",
		"words": {"direction": "out"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

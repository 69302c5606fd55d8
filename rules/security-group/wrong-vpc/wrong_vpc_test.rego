package rules["security-group"]["wrong-vpc_test"]

import data.rules["security-group"]["wrong-vpc"] as rule

test_phrases[note] if {
	some note, expected in {
		"a group of another VPC": {
			"override": {},
			"message": "Host stands in Sub of Vpc with the group Web of Hub",
			"severity": "high",
		},
		"a group without a VPC": {
			"override": {"variant": "default"},
			"message": "Host stands in Sub of Vpc with the group Web, which is for the default VPC",
			"severity": "high",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{[finding.message, finding.severity] | some finding in found} == {[expected.message, expected.severity]}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "security-group/wrong-vpc",
		"at": "app.yaml#/Resources/Host",
		"reason": "it can't be decided whether Host exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether Host exists"}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "security-group/wrong-vpc",
		"at": "app.yaml#/Resources/Host/Properties/SecurityGroupIds/0",
		"name": "Host",
		"words": {"group": "Web", "subnet": "Sub", "vpc": "Vpc", "other": "Hub"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

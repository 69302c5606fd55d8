package rules["security-group"]["open-database-port_test"]

import data.rules["security-group"]["open-database-port"] as rule

test_phrases[note] if {
	some note, expected in {
		"one service": {
			"override": {},
			"message": "Data admits MySQL (3306) from any IPv4 address",
			"severity": "high",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{[finding.message, finding.severity] | some finding in found} == {[expected.message, expected.severity]}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "security-group/open-database-port",
		"at": "app.yaml#/Resources/Data",
		"reason": "it can't be decided whether Data exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether Data exists"}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "security-group/open-database-port",
		"at": "app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0/CidrIp",
		"name": "Data",
		"words": {"source": "any IPv4 address", "services": "MySQL (3306)"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

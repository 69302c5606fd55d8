package rules["security-group"]["tier-open-by-cidr_test"]

import data.rules["security-group"]["tier-open-by-cidr"] as rule

test_phrases[note] if {
	some note, expected in {
		"behind a load balancer": {
			"override": {},
			"message": "App opens port 8080 of Fleet to any IPv4 address, past load balancer Balancer",
			"severity": "medium",
		},
		"a database": {
			"override": {"variant": "database", "words": {"port": "5432", "target": "Db", "source": "10.0.0.0/16"}},
			"message": "App opens port 5432 of the database Db to the whole of 10.0.0.0/16",
			"severity": "medium",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{[finding.message, finding.severity] | some finding in found} == {[expected.message, expected.severity]}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "security-group/tier-open-by-cidr",
		"at": "app.yaml#/Resources/App/Properties/SecurityGroupIngress/0/CidrIp",
		"name": "App",
		"words": {"port": "8080", "target": "Fleet", "source": "any IPv4 address", "by": "Balancer"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

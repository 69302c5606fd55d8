package rules.dns["custom-servers-hide-private-names_test"]

import data.rules.dns["custom-servers-hide-private-names"] as rule

test_names_vpc_and_owner if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Options sends the queries of Vpc to servers outside, away from Zone"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "dns/custom-servers-hide-private-names",
		"at": "app.yaml#/Resources/Options/Properties/DomainNameServers",
		"name": "Options",
		"words": {"vpc": "Vpc", "owner": "Zone"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

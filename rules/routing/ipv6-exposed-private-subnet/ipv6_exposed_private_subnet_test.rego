package rules.routing["ipv6-exposed-private-subnet_test"]

import data.rules.routing["ipv6-exposed-private-subnet"] as rule

test_names_the_subnets if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Out opens the private App and Data to the IPv6 internet by Igw"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/ipv6-exposed-private-subnet",
		"at": "app.yaml#/Resources/Out",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/ipv6-exposed-private-subnet",
		"at": "app.yaml#/Resources/Out",
		"name": "Out",
		"words": {"subnets": "App and Data", "gateway": "Igw"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

package rules.routing["one-sided-transit_test"]

import data.rules.routing["one-sided-transit"] as rule

test_names_both_vpcs if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Out leads from Vpc to OtherVpc, from which no route leads back"}
}

test_tells_an_association if {
	found := rule.findings with input as _document({"name": "Attach", "variant": "association"})

	{finding.message | some finding in found} == {"Attach is associated with no route table of Tgw"}
}

test_tells_a_propagation if {
	found := rule.findings with input as _document({"name": "Attach", "variant": "propagation"})

	{finding.message | some finding in found} == {"Attach is in no route table of Tgw, so no traffic gets to its VPC"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/one-sided-transit",
		"at": "app.yaml#/Resources/Out",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/one-sided-transit",
		"at": "app.yaml#/Resources/Out",
		"name": "Out",
		"words": {"from": "Vpc", "silent": "OtherVpc", "gateway": "Tgw"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

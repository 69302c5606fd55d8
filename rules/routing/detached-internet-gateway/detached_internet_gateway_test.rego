package rules.routing["detached-internet-gateway_test"]

import data.rules.routing["detached-internet-gateway"] as rule

test_names_the_route if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Igw is not attached to any VPC, and Out routes to it"}
}

test_tells_another_vpc if {
	found := rule.findings with input as _document({
		"name": "Out",
		"variant": "elsewhere",
		"words": {"gateway": "Igw"},
	})

	{finding.message | some finding in found} == {"Out leads to Igw, which is attached to another VPC"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "routing/detached-internet-gateway",
		"at": "app.yaml#/Resources/Igw",
		"reason": "it can't be decided whether it exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether it exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "routing/detached-internet-gateway",
		"at": "app.yaml#/Resources/Igw",
		"name": "Igw",
		"words": {"route": "Out"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

package rules["load-balancer"]["outdated-tls-policy_test"]

import data.rules["load-balancer"]["outdated-tls-policy"] as rule

test_names_the_policy if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {concat("", [
		"Https accepts TLS 1.0, which its policy ELBSecurityPolicy-FS-2018-06 ",
		"allows",
	])}
}

test_says_that_the_policy_is_the_default if {
	found := rule.findings with input as _document({"variant": "default"})

	{finding.message | some finding in found} == {concat("", [
		"Https accepts TLS 1.0, since it names no policy and gets ",
		"ELBSecurityPolicy-FS-2018-06",
	])}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "load-balancer/outdated-tls-policy",
		"at": "app.yaml#/Resources/Https/Properties/SslPolicy",
		"reason": "it can't be decided whether Https exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether Https exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "load-balancer/outdated-tls-policy",
		"at": "app.yaml#/Resources/Https/Properties/SslPolicy",
		"name": "Https",
		"words": {"policy": "ELBSecurityPolicy-FS-2018-06", "version": "1.0"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

package rules.ssm["endpoint-closed-to-instance_test"]

import data.rules.ssm["endpoint-closed-to-instance"] as rule

test_names_the_offender[note] if {
	some note, expected in {
		"it has a group of its own": [
			{},
			"EpSg admits no 443/tcp from AppSg, which keeps 1 instance from ssm and ssmmessages",
		],
		"the instances have it, too": [
			{"words": {"groups": "EpSg"}},
			"EpSg admits no 443/tcp from its own members, which keeps 1 instance from ssm and ssmmessages",
		],
		"it has the default group": [
			{"variant": "default", "name": "Ssm", "words": object.union(_words, {"endpoints": "Ssm"})},
			"Ssm has the default security group, which admits no 443/tcp from 1 instance to ssm and ssmmessages",
		],
		"both have the default group": [
			{"variant": "default", "name": "Ssm", "words": object.union(_words, {"endpoints": "Ssm and Messages"})},
			concat("", [
				"Ssm and Messages have the default security group, ",
				"which admits no 443/tcp from 1 instance to ssm and ssmmessages",
			]),
		],
	}

	found := rule.findings with input as _document(expected[0])

	{finding.message | some finding in found} == {expected[1]}
	{finding.severity | some finding in found} == {"high"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "ssm/endpoint-closed-to-instance",
		"at": "app.yaml#/Resources/Web",
		"reason": "the subnet is a parameter",
	}]}}

	found == {{"at": "app.yaml#/Resources/Web", "reason": "the subnet is a parameter"}}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "ssm/endpoint-closed-to-instance",
		"at": "app.yaml#/Resources/EpSg",
		"name": "EpSg",
		"words": _words,
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

_words := {"groups": "AppSg", "services": "ssm and ssmmessages", "workloads": "1 instance"}

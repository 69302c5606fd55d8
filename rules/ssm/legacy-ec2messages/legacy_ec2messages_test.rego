package rules.ssm["legacy-ec2messages_test"]

import data.rules.ssm["legacy-ec2messages"] as rule

test_names_the_region_without_the_service if {
	found := rule.findings with input as _document({"variant": "unsupported"})

	{finding.message | some finding in found} == {"Old is an endpoint for ec2messages, which ap-southeast-7 does not have"}
	{finding.severity | some finding in found} == {"medium"}
}

test_is_low_for_an_old_agent if {
	found := rule.findings with input as _document({"variant": "missing", "name": "Vpc"})

	{finding.message | some finding in found} == {concat("", [
		"Vpc has no interface endpoint for ec2messages, ",
		"which the old agent of Web needs",
	])}
	{finding.severity | some finding in found} == {"low"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "ssm/legacy-ec2messages",
		"at": "app.yaml#/Resources/Old",
		"reason": "it can't be decided whether Old exists",
	}]}}

	found == {{"at": "app.yaml#/Resources/Old", "reason": "it can't be decided whether Old exists"}}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "ssm/legacy-ec2messages",
		"at": "app.yaml#/Resources/Old/Properties/ServiceName",
		"name": "Old",
		"words": {"region": "ap-southeast-7", "workload": "Web"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

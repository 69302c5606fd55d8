package rules["load-balancer"]["bypassable-target_test"]

import data.rules["load-balancer"]["bypassable-target"] as rule

test_names_targets_and_load_balancer if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"WebGroup admits anybody to Web on 80/tcp, past its load balancer Alb"}
}

test_says_that_the_group_is_shared if {
	found := rule.findings with input as _document({"variant": "shared"})

	{finding.message | some finding in found} == {concat("", [
		"WebGroup is the security group of both Alb and its target Web, and ",
		"admits anybody to both on 80/tcp",
	])}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "load-balancer/bypassable-target",
		"at": "app.yaml#/Resources/WebGroup/Properties/SecurityGroupIngress/0/CidrIp",
		"name": "WebGroup",
		"words": {"balancer": "Alb", "targets": "Web", "port": "80/tcp"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

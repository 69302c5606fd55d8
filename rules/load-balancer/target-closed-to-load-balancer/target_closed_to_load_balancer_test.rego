package rules["load-balancer"]["target-closed-to-load-balancer_test"]

import data.rules["load-balancer"]["target-closed-to-load-balancer"] as rule

test_names_ports_and_load_balancer if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"WebGroup keeps Alb from its target Web on 80/tcp"}
}

test_names_the_subnet_that_is_left_out if {
	words := {"balancer": "Alb", "targets": "Web", "ports": "80/tcp", "subnet": "B"}
	found := rule.findings with input as _document({"variant": "subnet", "words": words})

	{finding.message | some finding in found} == {"WebGroup keeps Alb in B from its target Web on 80/tcp"}
}

test_says_that_the_group_is_the_default if {
	found := rule.findings with input as _document({"variant": "default", "name": "Web"})

	{finding.message | some finding in found} == {concat("", [
		"Web is in the default security group of its VPC, which keeps Alb from ",
		"it on 80/tcp",
	])}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "load-balancer/target-closed-to-load-balancer",
		"at": "app.yaml#/Resources/WebGroup/Properties/SecurityGroupIngress",
		"name": "WebGroup",
		"words": {"balancer": "Alb", "targets": "Web", "ports": "80/tcp"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

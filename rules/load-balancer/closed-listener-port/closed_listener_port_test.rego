package rules["load-balancer"]["closed-listener-port_test"]

import data.rules["load-balancer"]["closed-listener-port"] as rule

test_names_listener_and_port if {
	found := rule.findings with input as _document({"variant": "internet"})

	{finding.message | some finding in found} == {concat("", [
		"AlbGroup admits nobody on 443/tcp, which the listener Https of Alb ",
		"listens on",
	])}
}

test_says_that_the_group_is_the_default if {
	found := rule.findings with input as _document({"variant": "default", "name": "Alb"})

	{finding.message | some finding in found} == {concat("", [
		"Alb is in the default security group of its VPC, which closes its ",
		"listener Https to the internet",
	])}
}

test_grades_listeners_that_leave_chosen_clients_out if {
	found := rule.findings with input as _document({"variant": "some"})

	{finding.severity | some finding in found} == {"medium"}
}

test_fix_waits_for_a_decision if {
	edit := {"op": "add", "at": "app.yaml#/Resources/AlbGroup/Properties/SecurityGroupIngress/0", "value": {}}
	words := {"balancer": "Alb", "listener": "Https", "traffic": "443/tcp", "clients": "the internet"}
	found := rule.findings with input as _document({"variant": "internet", "words": words, "edits": [edit]})

	{[finding.fix.title, finding.fix.safe] | some finding in found} == {["admit the internet", false]}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "load-balancer/closed-listener-port",
		"at": "app.yaml#/Resources/AlbGroup/Properties/SecurityGroupIngress",
		"reason": "it can't be decided whether AlbGroup exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether AlbGroup exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "load-balancer/closed-listener-port",
		"at": "app.yaml#/Resources/AlbGroup/Properties/SecurityGroupIngress",
		"name": "AlbGroup",
		"words": {"balancer": "Alb", "listener": "Https", "traffic": "443/tcp"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

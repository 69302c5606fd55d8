package rules["load-balancer"]["group-without-elb-health-check_test"]

import data.rules["load-balancer"]["group-without-elb-health-check"] as rule

test_names_the_group if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Group keeps instances that its load balancer finds unhealthy"}
}

test_says_what_grace_period_the_fix_takes if {
	edit := {"op": "add", "at": "app.yaml#/Resources/Group/Properties/HealthCheckType", "value": "ELB"}

	_titles([edit]) == {"ask the load balancer for the health of instances"}
	_titles([edit, edit]) == {concat("", [
		"ask the load balancer for the health of instances, ",
		"and give them 300 seconds to start",
	])}
}

_titles(edits) := {finding.fix.title | some finding in rule.findings with input as _document({"edits": edits})}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "load-balancer/group-without-elb-health-check",
		"at": "app.yaml#/Resources/Group/Properties/HealthCheckType",
		"reason": "it can't be decided whether Group exists",
	}]}}

	{doubt.reason | some doubt in found} == {"it can't be decided whether Group exists"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "load-balancer/group-without-elb-health-check",
		"at": "app.yaml#/Resources/Group/Properties/HealthCheckType",
		"name": "Group",
		"words": {},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

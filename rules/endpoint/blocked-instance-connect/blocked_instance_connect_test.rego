package rules.endpoint["blocked-instance-connect_test"]

import data.rules.endpoint["blocked-instance-connect"] as rule

test_names_the_offender[note] if {
	some note, expected in {
		"the instance is closed": [
			{"name": "Group"},
			"Group keeps Connect from Web, as it admits neither SSH nor RDP from the endpoint",
		],
		"the endpoint is closed": [
			{"variant": "egress"},
			"Connect reaches no instance, as Group lets neither SSH nor RDP out to any",
		],
	}

	found := rule.findings with input as _document(expected[0])

	{[finding.message, finding.severity] | some finding in found} == {[expected[1], "high"]}
}

test_is_milder_where_another_stack_may_change_it if {
	found := rule.findings with input as _document({"weaker": ["Vpc is exported"]})

	{finding.severity | some finding in found} == {"medium"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "endpoint/blocked-instance-connect",
		"at": "app.yaml#/Resources/Web",
		"reason": "the subnet is a parameter",
	}]}}

	found == {{"at": "app.yaml#/Resources/Web", "reason": "the subnet is a parameter"}}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "endpoint/blocked-instance-connect",
		"at": "app.yaml#/Resources/Group/Properties/SecurityGroupIngress",
		"name": "Connect",
		"words": {"group": "Group", "endpoint": "Connect", "instances": "Web"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

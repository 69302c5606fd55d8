package rules.endpoint["egress-without-prefix-list_test"]

import data.rules.endpoint["egress-without-prefix-list"] as rule

test_names_the_offender[note] if {
	some note, expected in {
		"rules for private addresses": [
			{},
			"Group lets nothing out to s3, which Web reaches through gateway endpoint Objects",
		],
	}

	found := rule.findings with input as _document(expected[0])

	{[finding.message, finding.severity] | some finding in found} == {[expected[1], "medium"]}
}

test_is_milder_where_another_stack_may_change_it if {
	found := rule.findings with input as _document({"weaker": ["Vpc is exported"]})

	{finding.severity | some finding in found} == {"low"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "endpoint/egress-without-prefix-list",
		"at": "app.yaml#/Resources/Web",
		"reason": "the subnet is a parameter",
	}]}}

	found == {{"at": "app.yaml#/Resources/Web", "reason": "the subnet is a parameter"}}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "endpoint/egress-without-prefix-list",
		"at": "app.yaml#/Resources/Group/Properties/SecurityGroupEgress",
		"name": "Group",
		"words": {"service": "s3", "endpoint": "Objects", "client": "Web"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

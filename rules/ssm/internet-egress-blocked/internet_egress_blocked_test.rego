package rules.ssm["internet-egress-blocked_test"]

import data.rules.ssm["internet-egress-blocked"] as rule

test_names_the_offender[note] if {
	some note, expected in {
		"it has egress rules": [
			{},
			"AppSg lets no 443/tcp out, which keeps 1 instance from Systems Manager",
		],
		"its default egress is revoked": [
			{"variant": "revoked"},
			concat("", [
				"AppSg lets no 443/tcp out since ToDb revokes its default egress, which keeps 1 instance ",
				"from Systems Manager",
			]),
		],
	}

	found := rule.findings with input as _document(expected[0])

	{finding.message | some finding in found} == {expected[1]}
	{finding.severity | some finding in found} == {"medium"}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "ssm/internet-egress-blocked",
		"at": "app.yaml#/Resources/Web",
		"reason": "the subnet is a parameter",
	}]}}

	found == {{"at": "app.yaml#/Resources/Web", "reason": "the subnet is a parameter"}}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "ssm/internet-egress-blocked",
		"at": "app.yaml#/Resources/AppSg",
		"name": "AppSg",
		"words": {"by": "ToDb", "workloads": "1 instance"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

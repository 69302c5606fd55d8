package rules.ssm["private-subnet-without-endpoints_test"]

import data.rules.ssm["private-subnet-without-endpoints"] as rule

test_points_at_the_vpc if {
	found := rule.findings with input as _document({})

	found == {{
		"message": "Vpc has no interface endpoint for ssm and ssmmessages, which cuts 1 instance off from Systems Manager",
		"at": "app.yaml#/Resources/Vpc",
		"label": "no endpoint for ssm and ssmmessages",
		"severity": "high",
		"related": [],
		"flow": [],
		"notes": [],
		"properties": {"missing": ["ssm", "ssmmessages"], "explanationCodes": ["VPCE_MISSING_SERVICE"]},
	}}
}

test_names_what_is_lost_without_messages[note] if {
	some note, expected in {
		"the role asks for sessions": ["messages", "high"],
		"nobody asks for sessions": ["messages-unasked", "medium"],
	}

	found := rule.findings with input as _document({
		"variant": expected[0],
		"words": {"services": "ssmmessages", "missing": "ssmmessages"},
	})

	{finding.message | some finding in found} == {concat("", [
		"Vpc has no interface endpoint for ssmmessages, ",
		"which cuts 1 instance off from Session Manager",
	])}
	{finding.severity | some finding in found} == {expected[1]}
}

test_is_milder_where_another_stack_may_add_it if {
	found := rule.findings with input as _document({"weaker": ["Vpc is exported"]})

	{finding.severity | some finding in found} == {"medium"}
	{finding.notes | some finding in found} == {[{"label": "unless", "text": "Vpc is exported"}]}
}

test_offers_the_endpoints if {
	edits := [{"op": "add", "at": "app.yaml#/Resources/SsmEndpoint", "value": {}}]
	found := rule.findings with input as _document({"edits": edits})

	{finding.fix | some finding in found} == {{
		"title": "add endpoints for ssm and ssmmessages",
		"safe": false,
		"edits": edits,
	}}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "ssm/private-subnet-without-endpoints",
		"at": "app.yaml#/Resources/Web",
		"reason": "the subnet is a parameter",
	}]}}

	found == {{"at": "app.yaml#/Resources/Web", "reason": "the subnet is a parameter"}}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "ssm/private-subnet-without-endpoints",
		"at": "app.yaml#/Resources/Vpc",
		"name": "Vpc",
		"words": {"services": "ssm and ssmmessages", "missing": "ssm ssmmessages", "workloads": "1 instance"},
		"related": [],
		"flow": [],
		"codes": ["VPCE_MISSING_SERVICE"],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

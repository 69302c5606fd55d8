package rules.lockout["data-lockout_test"]

import data.rules.lockout["data-lockout"] as rule

test_points_at_the_statements if {
	found := rule.findings with input as _document({}, {})

	found == {{
		"message": "DataPolicy denies everyone s3:GetObject and s3:PutObject on every object",
		"at": "app.yaml#/Statement/0",
		"label": "no principal and no condition is exempt",
		"related": [{"at": "app.yaml#/Statement/1", "message": "denies the rest, also to everyone"}],
	}}
}

test_reports[note] if {
	some note, override in {
		"the policy can still be removed": {"verdict": "partial"},
		"the policy can be edited by some": {"verdict": "conditional"},
		"the policy is undecided": {"verdict": "undecided"},
	}

	found := rule.findings with input as _document({}, override)

	count(found) == 1
}

test_speaks_of_what_the_policy_is_on[service] if {
	some service, example in {
		"sqs": {"noun": "queue policy", "action": "sqs:SendMessage", "want": "sqs:SendMessage on the queue"},
		"sts": {"noun": "trust policy", "action": "sts:AssumeRole", "want": "sts:AssumeRole on the role"},
		"s3-access-point": {"noun": "access point policy", "action": "s3:GetObject", "want": "s3:GetObject on every object"},
		"endpoint": {"noun": "endpoint policy", "action": "*", "want": "all that could pass the endpoint"},
	}
	override := {"service": service, "noun": example.noun}

	found := rule.findings with input as _document(override, {"data_actions": [example.action]})

	{finding.message | some finding in found} == {$"DataPolicy denies everyone {example.want}"}
}

test_stays_silent[note] if {
	some note, override in {
		"the data is open": {"data": false},
		"the policy is closed, too, which is worse": {"verdict": "root-only"},
		"nobody at all can open it": {"verdict": "total"},
	}

	found := rule.findings with input as _document({}, override)

	found == set()
}

test_says_what_it_could_not_decide if {
	unclear := {"data": false, "verdict": "none", "data_reasons": [_reason]}

	found := rule.undecided with input as _document({}, unclear)

	found == {{
		"at": "app.yaml#/Statement/0/Action",
		"reason": "it can't be told whether DataPolicy denies everyone the data: the action is unresolved",
	}}
}

test_leaves_it_to_the_other_rule_where_all_is_undecided if {
	unclear := {"data": false, "verdict": "undecided", "data_reasons": [_reason]}

	found := rule.undecided with input as _document({}, unclear)

	found == set()
}

_reason := {"at": "app.yaml#/Statement/0/Action", "kind": "unresolved", "reason": "the action is unresolved"}

# a document with one policy that the rule reports; each test overrides only what it is about
_document(override, lockout) := {"policies": [object.union(
	object.union({"name": "DataPolicy", "service": "s3"}, override),
	{"lockout": object.union(_lockout, lockout)},
)]}

_lockout := {
	"verdict": "data-plane",
	"data": true,
	"data_core": ["app.yaml#/Statement/0", "app.yaml#/Statement/1"],
	"data_actions": ["s3:GetObject", "s3:PutObject"],
	"data_reasons": [],
}

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

test_speaks_of_queues if {
	found := rule.findings with input as _document({"service": "sqs"}, {"data_actions": ["sqs:SendMessage"]})

	{finding.message | some finding in found} == {"DataPolicy denies everyone sqs:SendMessage on the queue"}
}

test_stays_silent[note] if {
	some note, override in {
		"the data is open": {"data": false},
		"the policy is closed, too, which is worse": {"verdict": "root-only"},
	}

	found := rule.findings with input as _document({}, override)

	found == set()
}

test_says_what_it_could_not_decide if {
	unclear := {"data": false, "verdict": "none", "data_reasons": [_reason]}

	found := rule.undecided with input as _document({}, unclear)

	found == {{
		"at": "app.yaml#/Statement/0/Condition",
		"reason": "it can't be told whether DataPolicy denies everyone the data: it stands under a condition",
	}}
}

test_leaves_it_to_the_other_rule_where_all_is_undecided if {
	unclear := {"data": false, "verdict": "undecided", "data_reasons": [_reason]}

	found := rule.undecided with input as _document({}, unclear)

	found == set()
}

_reason := {"at": "app.yaml#/Statement/0/Condition", "kind": "condition", "reason": "it stands under a condition"}

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

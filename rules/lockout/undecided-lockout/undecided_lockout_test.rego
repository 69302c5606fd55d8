package rules.lockout["undecided-lockout_test"]

import data.rules.lockout["undecided-lockout"] as rule

test_points_at_the_unresolved_values if {
	found := rule.findings with input as _document("undecided", [_unresolved("0"), _account, _unresolved("2")])

	found == {{
		"message": "DataPolicy may let no IAM principal edit or remove this bucket policy again",
		"at": "app.yaml#/Statement/0/Principal",
		"label": "the principal is unresolved: Who has no default",
		"related": [{
			"at": "app.yaml#/Statement/2/Principal",
			"message": "the principal is unresolved: Who has no default",
		}],
	}}
}

test_reports_what_is_too_large_to_search if {
	reason := {"at": "app.yaml#/Policy", "kind": "budget", "reason": "there are too many alternatives"}

	found := rule.findings with input as _document("undecided", [reason])

	{finding.at | some finding in found} == {"app.yaml#/Policy"}
}

test_reports_what_locks_wherever_it_is[note] if {
	some note, kind in {"any resource": "resource", "any other Region": "region"}
	reason := {"at": "a.json#", "kind": kind, "reason": "it can't be told where the policy is"}
	document := _document("undecided", [reason])
	policy := object.union(document.policies[0], {"lockout": {"strongest": "root-only"}})

	found := rule.findings with input as {"policies": [policy]}
	questions := rule.undecided with input as {"policies": [policy]}

	{[finding.at, finding.label] | some finding in found} == {["a.json#", "it can't be told where the policy is"]}
	questions == set()
}

test_stays_silent[note] if {
	some note, document in {
		"the account is all that is open": _document("undecided", [_account]),
		"the resource is all that is open": _document("undecided", [{
			"at": "a.json#", "kind": "resource", "reason": "it can't be told which resource the policy is on",
		}]),
		"the verdict is known": _document("rejected", [_unresolved("0")]),
		"nothing was proved": {"policies": [{"name": "DataPolicy", "noun": "bucket policy", "lockout": null}]},
	}

	found := rule.findings with input as document

	found == set()
}

test_lists_what_else_is_open_once_for_each_policy if {
	another := object.union(_account, {"at": "app.yaml#/Statement/3/Principal"})

	found := rule.undecided with input as _document("undecided", [_unresolved("0"), _account, another])

	found == {{
		"at": "app.yaml#/Statement/1/Principal",
		"reason": concat(" ", [
			"it can't be told whether DataPolicy lets anyone edit or remove this bucket policy:",
			"the account that owns the bucket is not known",
		]),
	}}
}

test_lists_nothing_for_a_known_verdict if {
	found := rule.undecided with input as _document("none", [])

	found == set()
}

_document(verdict, reasons) := {"policies": [{
	"name": "DataPolicy",
	"noun": "bucket policy",
	"lockout": {"verdict": verdict, "reasons": reasons},
}]}

_unresolved(statement) := {
	"at": $"app.yaml#/Statement/{statement}/Principal",
	"kind": "unresolved",
	"reason": "the principal is unresolved: Who has no default",
}

_account := {
	"at": "app.yaml#/Statement/1/Principal",
	"kind": "account",
	"reason": "the account that owns the bucket is not known",
}

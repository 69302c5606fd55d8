package rules.lockout["undecided-lockout_test"]

import data.rules.lockout["undecided-lockout"] as rule

test_points_at_the_unresolved_values if {
	found := rule.findings with input as _document("undecided", [_unresolved("0"), _condition, _unresolved("2")])

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

test_stays_silent[note] if {
	some note, document in {
		"a condition is all that is open": _document("undecided", [_condition]),
		"the verdict is known": _document("rejected", [_unresolved("0")]),
		"nothing was proved": {"policies": [{"name": "DataPolicy", "noun": "bucket policy", "lockout": null}]},
	}

	found := rule.findings with input as document

	found == set()
}

test_lists_what_else_is_open_once_for_each_policy if {
	another := object.union(_condition, {"at": "app.yaml#/Statement/3/Condition"})

	found := rule.undecided with input as _document("undecided", [_unresolved("0"), _condition, another])

	found == {{
		"at": "app.yaml#/Statement/1/Condition",
		"reason": concat(" ", [
			"it can't be told whether DataPolicy lets anyone edit or remove this bucket policy:",
			"the denial stands under a condition",
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

_condition := {
	"at": "app.yaml#/Statement/1/Condition",
	"kind": "condition",
	"reason": "the denial stands under a condition",
}

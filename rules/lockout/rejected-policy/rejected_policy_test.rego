package rules.lockout["rejected-policy_test"]

import data.rules.lockout["rejected-policy"] as rule

test_points_at_what_is_refused if {
	found := rule.findings with input as _document("rejected", [_principal("0"), _principal("1")])

	found == {{
		"message": concat(", ", [
			"DataPolicy names a principal that the service refuses",
			"so the deployment of this bucket policy fails",
		]),
		"at": "app.yaml#/Statement/0/Principal",
		"label": "user01 is no valid principal",
		"related": [{"at": "app.yaml#/Statement/1/Principal", "message": "user01 is no valid principal"}],
	}}
}

test_speaks_of_resources if {
	reason := {"at": "app.yaml#/Statement/0/Resource", "kind": "resource", "reason": "b is not part of a"}

	found := rule.findings with input as _document("rejected", [reason])

	{finding.message | some finding in found} == {concat(", ", [
		"DataPolicy names a resource that it is not on",
		"so the deployment of this bucket policy fails",
	])}
}

test_speaks_of_statements if {
	reason := {"at": "app.yaml#/Statement/0", "kind": "grammar", "reason": "it has both"}

	found := rule.findings with input as _document("rejected", [reason])

	{finding.message | some finding in found} == {concat(", ", [
		"DataPolicy has a statement that the policy language does not allow",
		"so the deployment of this bucket policy fails",
	])}
}

test_speaks_of_actions if {
	reason := {"at": "app.yaml#/Statement/0/Action", "kind": "action", "reason": "kms:Decrypt is of another service"}

	found := rule.findings with input as _document("rejected", [reason])

	{finding.message | some finding in found} == {concat(", ", [
		"DataPolicy names an action that the service refuses",
		"so the deployment of this bucket policy fails",
	])}
}

test_points_at_what_would_lock if {
	reason := {"at": "app.yaml#/Policy", "kind": "safety", "reason": "nobody could edit the policy"}
	core := {
		"core": ["app.yaml#/Statement/0", "app.yaml#/Statement/1"],
		"closed": [
			{"at": "app.yaml#/Statement/0", "actions": ["kms:PutKeyPolicy"], "to": "everyone"},
			{"at": "app.yaml#/Statement/1", "actions": ["kms:PutKeyPolicy"], "to": "named"},
		],
	}
	document := _document("rejected", [reason])
	policy := object.union(document.policies[0], {"lockout": core, "statements": [], "repair": _repair})

	found := rule.findings with input as {"policies": [policy]}

	found == {{
		"message": concat(", ", [
			"DataPolicy would lock everyone out",
			"which the service checks",
			"so the deployment of this bucket policy fails",
		]),
		"at": "app.yaml#/Statement/0",
		"label": "denies kms:PutKeyPolicy to every principal, without a condition",
		"related": [{
			"at": "app.yaml#/Statement/1",
			"message": "denies kms:PutKeyPolicy to the principals it names, without a condition",
		}],
		"notes": [{"label": "why", "text": "nobody could edit the policy"}],
		"fix": {"title": "exempt a role", "safe": false, "edits": []},
	}}
}

test_points_at_the_policy_where_nothing_is_denied if {
	reason := {"at": "app.yaml#/Policy", "kind": "safety", "reason": "nobody could edit the policy"}

	found := rule.findings with input as _document("rejected", [reason])

	some finding in found
	finding.at == "app.yaml#/Policy"
	finding.label == "nobody could edit the policy"
}

test_is_milder_about_defaults if {
	via := {"at": "app.yaml#/Parameters/Name/Default", "message": "default of parameter Name"}
	reason := {"at": "app.yaml#/Statement/0/Resource", "kind": "resource", "reason": "b is not part of a", "via": [via]}

	found := rule.findings with input as {"policies": [{
		"name": "DataPolicy",
		"noun": "bucket policy",
		"lockout": {"verdict": "none", "reasons": [], "assumed": [reason, _principal("1")]},
	}]}

	found == {{
		"message": concat(", ", [
			"DataPolicy names a resource that it is not on",
			"so the deployment of this bucket policy with the parameters' defaults fails",
		]),
		"at": "app.yaml#/Statement/0/Resource",
		"label": "b is not part of a",
		"severity": "low",
		"related": [via, {"at": "app.yaml#/Statement/1/Principal", "message": "user01 is no valid principal"}],
	}}
}

test_stays_silent[note] if {
	some note, document in {
		"the service accepts the policy": _document("none", []),
		"it can't be decided": _document("undecided", [_principal("0")]),
		"nothing was proved": {"policies": [{"name": "DataPolicy", "noun": "bucket policy", "lockout": null}]},
	}

	found := rule.findings with input as document

	found == set()
}

_document(verdict, reasons) := {"policies": [{
	"name": "DataPolicy",
	"noun": "bucket policy",
	"lockout": {"verdict": verdict, "reasons": reasons, "assumed": [], "core": [], "closed": []},
}]}

_repair := {"title": "exempt a role", "edits": [], "verdict": "conditional"}

_principal(statement) := {
	"at": $"app.yaml#/Statement/{statement}/Principal",
	"kind": "principal",
	"reason": "user01 is no valid principal",
}

package rules.breakglass["assume-root-without-task-policy_test"]

import data.rules.breakglass["assume-root-without-task-policy"] as rule
import data.rules.lib.assumeroot

test_points_at_the_action if {
	found := rule.findings with input as _document({})

	found == {{
		"message": "BreakGlass allows sts:AssumeRoot with any task policy, creating a root password included",
		"at": "app.yaml#/S/0/Action",
		"label": "no condition limits sts:TaskPolicyArn",
		"related": [],
		"fix": {
			"title": "list all task policies, to be trimmed to those that are needed",
			"safe": true,
			"edits": [{
				"op": "add",
				"at": "app.yaml#/S/0/Condition",
				"value": {"ArnEquals": {"sts:TaskPolicyArn": _all}},
			}],
		},
	}}
}

test_adds_to_the_conditions_there_are[note] if {
	some note, example in {
		"another operator": ["Bool", "app.yaml#/S/0/Condition/ArnEquals", {"sts:TaskPolicyArn": _all}],
		"the same operator": ["ArnEquals", "app.yaml#/S/0/Condition/ArnEquals/sts:TaskPolicyArn", _all],
	}

	override := {"conditions": [{"operator": example[0], "key": "aws:x", "values": [{"value": "true"}]}]}
	found := rule.findings with input as _document(override)

	{edit | some finding in found; some edit in finding.fix.edits} == {{
		"op": "add",
		"at": example[1],
		"value": example[2],
	}}
}

test_has_no_fix_where_it_would_take_other_actions_away[note] if {
	some note, override in {
		"all of STS": {"actions": [{"at": "app.yaml#/A", "value": "sts:*"}]},
		"another action": {"actions": [
			{"at": "app.yaml#/A", "value": "sts:AssumeRoot"},
			{"at": "app.yaml#/B", "value": "iam:Get*"},
		]},
		"the key is there": {"conditions": [_condition("StringLike", "*")]},
	}

	found := rule.findings with input as _document(override)

	count(found) == 1
	every finding in found {
		not finding.fix
	}
}

test_reports[note] if {
	some note, condition in {
		"a condition on another key": {"operator": "Bool", "key": "aws:multifactorauthpresent", "values": []},
		"a wildcard for everything": _condition("StringLike", "*"),
		"a wildcard for all tasks": _condition("ArnLike", "arn:aws:iam::aws:policy/root-task/*"),
		"ArnEquals knows wildcards": _condition("ArnEquals", "arn:aws:iam::aws:policy/root-task/*"),
		"an operator with prefix and suffix": _condition("ForAnyValue:StringLikeIfExists", "arn:*"),
		"the key has to be there": _condition("Null", "false"),
	}

	found := rule.findings with input as _document({"conditions": [condition]})

	count(found) == 1
}

test_names_the_wildcard if {
	found := rule.findings with input as _document({"conditions": [_condition("ArnLike", "arn:*")]})

	{related | some finding in found; some related in finding.related} == {{
		"at": "app.yaml#/V",
		"message": "matches every task policy",
	}}
}

test_leaves_text_alone if {
	document := json.patch(_document({}), [{"op": "add", "path": "policies/0/embedded", "value": true}])
	found := rule.findings with input as document

	count(found) == 1
	every finding in found {
		not finding.fix
	}
}

test_stays_silent[note] if {
	unlock := "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy"
	some note, condition in {
		"one task policy": _condition("StringEquals", unlock),
		"as an ARN": _condition("ArnEquals", unlock),
		"as a pattern": _condition("ArnLike", "arn:aws:iam::aws:policy/root-task/S3*"),
		"if it exists": _condition("ArnEqualsIfExists", unlock),
		"all, listed": {
			"operator": "ArnEquals",
			"key": "sts:taskpolicyarn",
			"values": [{"value": text} | some text in _all],
		},
		"stars are literal for StringEquals": _condition("StringEquals", "*"),
		"the value is unresolved": {
			"operator": "ArnLike",
			"key": "sts:taskpolicyarn",
			"values": [{"unresolved": "parameter"}],
		},
		"the condition is unresolved": {"at": "app.yaml#/C", "unresolved": "Fn::If"},
		"no task policy is allowed": _condition("Null", "true"),
	}

	found := rule.findings with input as _document({"conditions": [condition]})

	found == set()
}

test_says_that_some_are_left_out[note] if {
	password := "arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword"
	some note, document in {
		"by the grant": _document({"conditions": [_condition("StringNotEquals", password)]}),
		"by a denial": _denying([_condition("StringEquals", password)]),
	}

	found := rule.findings with input as document

	{[finding.message, finding.label] | some finding in found} == {[
		"BreakGlass allows sts:AssumeRoot with all task policies but those it leaves out",
		"conditions leave some task policies out and allow all others",
	]}
}

test_reports_beside_a_denial[note] if {
	unlock := "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy"
	mfa := {"operator": "Bool", "key": "aws:multifactorauthpresent", "values": [{"value": "false"}]}
	some note, conditions in {
		"without MFA": [mfa],
		"of other tasks without MFA": [_condition("StringNotEquals", unlock), mfa],
		"of what every task policy has": [_condition("ArnNotLike", "arn:aws:iam::aws:policy/root-task/*")],
	}

	found := rule.findings with input as _denying(conditions)

	count(found) == 1
}

test_stays_silent_beside_a_denial[note] if {
	unlock := "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy"
	some note, condition in {
		"of other tasks": _condition("StringNotEquals", unlock),
		"of other ARNs": _condition("ArnNotLikeIfExists", unlock),
		"that may be of other tasks": {"unresolved": "Fn::If"},
	}

	found := rule.findings with input as _denying([condition])

	found == set()
}

test_lists_what_it_can_not_decide if {
	condition := {"at": "app.yaml#/C", "unresolved": "parameter Operator has no default"}
	found := rule.undecided with input as _document({"conditions": [condition]})

	found == {{
		"at": "app.yaml#/C",
		"reason": "a condition of BreakGlass may limit sts:TaskPolicyArn: parameter Operator has no default",
	}}
}

_all := [arn |
	some task in assumeroot.task_policies
	arn := $"arn:aws:iam::aws:policy/root-task/{task}"
]

_denying(conditions) := json.patch(_document({}), [{"op": "add", "path": "policies/0/statements/-", "value": {
	"effect": "Deny",
	"actions": [{"value": "sts:AssumeRoot"}],
	"resources": [{"value": "*"}],
	"conditions": conditions,
}}])

_condition(operator, value) := {
	"operator": operator,
	"key": "sts:taskpolicyarn",
	"values": [{"at": "app.yaml#/V", "value": value}],
}

# a policy with one statement that the rule reports; each test overrides only what it is about
_document(override) := {"partition": "aws", "policies": [{
	"at": "app.yaml#/",
	"name": "BreakGlass",
	"kind": "permission-set",
	"exists": "yes",
	"subjects": ["app.yaml#BreakGlass"],
	"statements": [object.union(
		{
			"at": "app.yaml#/S/0",
			"effect": "Allow",
			"actions": [{"at": "app.yaml#/S/0/Action", "value": "sts:AssumeRoot"}],
			"resources": [{"at": "app.yaml#/S/0/Resource", "value": "*"}],
		},
		override,
	)],
}]}

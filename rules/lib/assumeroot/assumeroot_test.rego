package rules.lib.assumeroot_test

import data.rules.lib.assumeroot

test_grants_name_the_action[note] if {
	some note, action in {
		"by its name": "sts:AssumeRoot",
		"in another case": "STS:assumeroot",
		"by a pattern": "sts:Assume*",
		"by all of STS": "sts:*",
	}

	found := assumeroot.grants with input as {"policies": [_policy([_allow(action)])]}

	{grant.action.value | some grant in found} == {action}
}

test_grants_leave_out[note] if {
	some note, policies in {
		"other actions": [_policy([_allow("sts:AssumeRole")])],
		"everything": [_policy([_allow("*")])],
		"what is on no root user": [_policy([_allow_on("sts:*", "arn:aws:iam::111122223333:role/x")])],
		"what is on all but root users": [_policy([{
			"effect": "Allow",
			"actions": [{"value": "sts:*"}],
			"not_resources": [{"value": "arn:aws:iam::*:root"}],
		}])],
		"what the policy denies": [_policy([_allow("sts:AssumeRoot"), _deny({"value": "sts:*"})])],
		"what it denies on root users": [_policy([_allow("sts:*"), _deny_on("arn:aws:iam::*:root", [])])],
		"what it denies on just that root user": [_policy([
			_allow_on("sts:AssumeRoot", "arn:aws:iam::111122223333:root"),
			_deny_on("arn:aws:iam::1111*", []),
		])],
		"what it denies on all but roles": [_policy([_allow("sts:*"), {
			"effect": "Deny",
			"actions": [{"value": "sts:*"}],
			"not_resources": [{"value": "arn:aws:iam::*:role/*"}],
		}])],
		"what it may deny everywhere": [_policy([
			_allow("sts:AssumeRoot"),
			_deny_on("*", [{"unresolved": "Fn::If"}]),
		])],
		"what the policy may deny": [_policy([_allow("sts:AssumeRoot"), _deny({"unresolved": "parameter"})])],
		"what may be a denial": [_policy([
			_allow("sts:AssumeRoot"),
			{"actions": [{"value": "sts:AssumeRoot"}], "unresolved": [{"element": "Effect"}]},
		])],
		"what another policy of the holder denies": [
			_policy([_allow("sts:AssumeRoot")]),
			object.union(_policy([_deny({"value": "sts:AssumeRoot"})]), {"at": "app.yaml#/Q"}),
		],
		"what is no grant": [object.union(_policy([_allow("sts:AssumeRoot")]), {"kind": "boundary"})],
		"what may not exist": [object.union(_policy([_allow("sts:AssumeRoot")]), {"exists": "undecided"})],
	}

	found := assumeroot.grants with input as _aws(policies)

	found == set()
}

test_grants_stand_beside[note] if {
	mfa := {"operator": "Bool", "key": "aws:multifactorauthpresent", "values": [{"value": "false"}]}
	some note, denial in {
		"a denial under a condition": _deny_on("*", [mfa]),
		"a denial on one account": _deny_on("arn:aws:iam::999999999999:root", []),
		"a denial on all accounts but one": {
			"effect": "Deny",
			"actions": [{"value": "sts:*"}],
			"not_resources": [{"value": "arn:aws:iam::111122223333:root"}],
		},
		"a denial on roles": _deny_on("arn:aws:iam::*:role/*", []),
		"a denial of other actions": _deny({"value": "sts:AssumeRole"}),
	}

	found := assumeroot.grants with input as _aws([_policy([_allow("sts:AssumeRoot"), denial])])

	count(found) == 1
}

test_grants_are_on_what_may_be_a_root_user[note] if {
	some note, resource in {
		"a root user": "arn:aws:iam::111122223333:root",
		"root users of some accounts": "arn:aws:iam::1111*:root",
		"an account that a variable names": "arn:aws:iam::${aws:PrincipalAccount}:root",
		"all of IAM": "arn:aws:iam::*",
	}

	found := assumeroot.grants with input as _aws([_policy([_allow_on("sts:*", resource)])])

	count(found) == 1
}

test_limits_are_denials_under_conditions if {
	limit := _deny_on("*", [{"operator": "StringNotEquals", "key": "sts:taskpolicyarn", "values": []}])
	elsewhere := _deny_on("arn:aws:iam::999999999999:root", limit.conditions)
	document := _aws([_policy([_allow("sts:AssumeRoot"), limit, elsewhere, _deny_on("arn:aws:s3:::b", [])])])
	some grant in assumeroot.grants with input as document

	limits := assumeroot.limits(grant) with input as document

	limits == [limit]
}

test_exceptions_are_denials_elsewhere if {
	except := {
		"effect": "Deny",
		"actions": [{"value": "*"}],
		"not_resources": [{"value": "arn:aws:iam::111122223333:root"}],
	}
	document := _aws([_policy([
		_allow("sts:AssumeRoot"),
		except,
		object.union(except, {"not_resources": [{"value": "arn:aws:iam::*:root"}]}),
	])])
	some grant in assumeroot.grants with input as document

	exceptions := assumeroot.exceptions(grant) with input as document

	exceptions == [except]
}

test_grants_stand_beside_denials_of_others if {
	other := object.union(
		_policy([_deny({"value": "sts:AssumeRoot"})]),
		{"at": "app.yaml#/Q", "subjects": ["app.yaml#Other"]},
	)

	found := assumeroot.grants with input as {"policies": [_policy([_allow("sts:AssumeRoot")]), other]}

	count(found) == 1
}

test_task_policy_is_in_the_partition if {
	arn := assumeroot.task_policy("S3UnlockBucketPolicy") with input as {"partition": "aws-us-gov"}

	arn == "arn:aws-us-gov:iam::aws:policy/root-task/S3UnlockBucketPolicy"
}

_policy(statements) := {
	"at": "app.yaml#/P",
	"kind": "identity",
	"exists": "yes",
	"subjects": ["app.yaml#Role"],
	"statements": statements,
}

_aws(policies) := {"partition": "aws", "policies": policies}

_allow(action) := _allow_on(action, "*")

_allow_on(action, resource) := {
	"effect": "Allow",
	"actions": [{"value": action}],
	"resources": [{"value": resource}],
}

_deny(action) := {"effect": "Deny", "actions": [action], "resources": [{"value": "*"}]}

_deny_on(resource, conditions) := {
	"effect": "Deny",
	"actions": [{"value": "sts:AssumeRoot"}],
	"resources": [{"value": resource}],
	"conditions": conditions,
}

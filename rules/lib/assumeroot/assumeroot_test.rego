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
		"what the policy denies": [_policy([_allow("sts:AssumeRoot"), _deny({"value": "sts:*"})])],
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

	found := assumeroot.grants with input as {"policies": policies}

	found == set()
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

_allow(action) := {"effect": "Allow", "actions": [{"value": action}]}

_deny(action) := {"effect": "Deny", "actions": [action]}

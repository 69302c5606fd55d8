package rules.lib.denial_test

import data.rules.lib.denial

test_says_what_is_denied_and_to_whom[note] if {
	some note, example in {
		"everyone": {
			"closure": {"at": "p#/0", "actions": ["s3:PutBucketPolicy"], "to": "everyone"},
			"want": "denies s3:PutBucketPolicy to every principal, without a condition",
		},
		"the account": {
			"closure": {"at": "p#/0", "actions": ["a", "b"], "to": "account"},
			"want": "denies a and b to every principal of the account, without a condition",
		},
		"all but some": {
			"closure": {"at": "p#/0", "actions": ["a"], "to": "others"},
			"want": "denies a to every principal it does not exempt, without a condition",
		},
		"single principals": {
			"closure": {"at": "p#/0", "actions": ["a"], "to": "named"},
			"want": "denies a to the principals it names, without a condition",
		},
		"no action": {
			"closure": {"at": "p#/0", "actions": [], "to": "named"},
			"want": "denies nothing to the principals it names, without a condition",
		},
		"a statement that can't be removed": {
			"closure": {"at": "p#/0", "actions": ["a"], "to": "everyone", "unlabelled": true},
			"want": concat("", [
				"denies a to every principal, without a condition",
				"; it has no Sid, and what RemovePermission does with it is undocumented",
			]),
		},
		"a condition": {
			"closure": {"at": "p#/1", "actions": ["a"], "to": "everyone"},
			"want": "denies a to every principal under a condition on aws:SecureTransport and aws:PrincipalTag/a",
		},
		"a condition that can't be known": {
			"closure": {"at": "p#/2", "actions": ["a"], "to": "everyone"},
			"want": "denies a to every principal under a condition on what can't be known",
		},
	}

	denial.of(_policy, example.closure) == example.want
}

test_others_leaves_out_the_first if {
	policy := {"statements": [], "lockout": {"closed": [
		{"at": "p#/0", "actions": ["a"], "to": "everyone"},
		{"at": "p#/1", "actions": ["b"], "to": "everyone"},
	]}}

	denial.others(policy) == [{"at": "p#/1", "message": "denies b to every principal, without a condition"}]
}

test_leaves_nothing_undefined[note] if {
	some note in {"everyone", "account", "others", "named"}

	every actions in [[], ["a"], ["a", "b"]] {
		text := denial.of(_policy, {"at": "p#/0", "actions": actions, "to": note})
		not contains(text, "undefined")
	}
}

test_listing[note] if {
	some note, example in {
		"none": {"items": [], "want": "nothing"},
		"one": {"items": ["a"], "want": "a"},
		"two": {"items": ["a", "b"], "want": "a and b"},
		"three": {"items": ["a", "b", "c"], "want": "a, b and c"},
	}

	denial.listing(example.items) == example.want
}

_policy := {"statements": [
	{"at": "p#/0"},
	{"at": "p#/1", "conditions": [
		{"at": "p#/1/Condition/Bool/aws:SecureTransport", "operator": "Bool", "key": "aws:securetransport"},
		{"at": "p#/1/Condition/Null/aws:SecureTransport", "operator": "Null", "key": "aws:securetransport"},
		{"at": "p#/1/Condition/Null/aws:PrincipalTag~1a", "operator": "Null", "key": "aws:principaltag/a"},
	]},
	{"at": "p#/2", "conditions": [{"at": "p#/2/Condition", "unresolved": "the condition is no object"}]},
]}

test_others_name_exemptions_that_match_nobody if {
	step := {"at": "p#/0/arn", "message": "matches nobody: the role ops has the path /team/"}
	policy := {"lockout": {"closed": [{"at": "p#/0", "actions": ["a"], "to": "everyone", "misplaced": [step]}]}}

	denial.others(policy) == [step]
}

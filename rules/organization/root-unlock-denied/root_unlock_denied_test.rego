package rules.organization["root-unlock-denied_test"]

import data.rules.organization["root-unlock-denied"] as rule

test_points_at_the_root_user if {
	found := rule.findings with input as _document({})

	found == {{
		"message": "Guard denies root sessions what they need to unlock buckets and queues",
		"at": "app.yaml#/S/0/Root",
		"label": "root sessions act as this principal",
		"related": [{
			"at": "app.yaml#/S/0",
			"message": "denies s3:PutBucketPolicy, s3:DeleteBucketPolicy and sqs:SetQueueAttributes",
		}],
		"fix": {
			"title": "deny root users who signed in only",
			"safe": false,
			"edits": [{
				"op": "add",
				"at": "app.yaml#/S/0/Condition/Null",
				"value": {"aws:AssumedRoot": "true"},
			}],
		},
	}}
}

test_reports[note] if {
	some note, override in {
		"buckets alone": {"actions": [{"value": "s3:*"}]},
		"queues alone": {"actions": [{"value": "sqs:SetQueueAttributes"}]},
		"another list of what stays allowed": {"actions": null, "not_actions": [{"value": "iam:*"}]},
		"as a string": {"conditions": [_condition("StringLike", "arn:aws:iam::*:root")]},
		"ArnEquals knows wildcards": {"conditions": [_condition("ArnEquals", "arn:aws:iam::*:root")]},
		"if it exists": {"conditions": [_condition("ArnLikeIfExists", "arn:*:iam::*:root")]},
		"one account": {"conditions": [_condition("StringEquals", "arn:aws:iam::111122223333:root")]},
	}

	found := rule.findings with input as _document(override)

	count(found) == 1
}

test_says_which_unlock_is_closed[note] if {
	some note, example in {
		"queues, where buckets are spared": [
			["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"],
			"queues",
		],
		"buckets, where queues are spared": [["sqs:*"], "buckets"],
	}

	override := {"actions": null, "not_actions": [{"value": action} | some action in example[0]]}
	found := rule.findings with input as _document(override)

	{finding.message | some finding in found} == {$"Guard denies root sessions what they need to unlock {example[1]}"}
}

test_reports_what_is_meant_for_root_sessions[note] if {
	some note, conditions in {
		"by the truth of the key": [_assumed("Bool", "true")],
		"by its presence": [_assumed("Null", "false")],
		"as root users, too": [_assumed("BoolIfExists", "true"), _condition("ArnLike", "arn:aws:iam::*:root")],
	}

	found := rule.findings with input as _document({"conditions": conditions})

	count(found) == 1
	every finding in found {
		not finding.fix
	}
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
	some note, override in {
		"the actions stay allowed": {"actions": null, "not_actions": [
			{"value": "s3:GetBucketPolicy"},
			{"value": "s3:PutBucketPolicy"},
			{"value": "s3:DeleteBucketPolicy"},
			{"value": "sqs:SetQueueAttributes"},
		]},
		"one way stays open": {"actions": [{"value": "s3:DeleteBucketPolicy"}]},
		"other actions": {"actions": [{"value": "iam:*"}]},
		"other principals": {"conditions": [_condition("ArnLike", "arn:aws:iam::*:user/*")]},
		"everyone but root": {"conditions": [_condition("ArnNotLike", "arn:aws:iam::*:root")]},
		"stars are literal for StringEquals": {"conditions": [_condition("StringEquals", "arn:aws:iam::*:root")]},
		"root sessions are spared": {"conditions": [
			_condition("ArnLike", "arn:aws:iam::*:root"),
			_assumed("Null", "true"),
		]},
		"root sessions are spared as such": {"conditions": [
			_condition("ArnLike", "arn:aws:iam::*:root"),
			_assumed("BoolIfExists", "false"),
		]},
		"whether root sessions are spared is unresolved": {"conditions": [
			_condition("ArnLike", "arn:aws:iam::*:root"),
			{"operator": "Bool", "key": "aws:assumedroot", "values": [{"unresolved": "parameter"}]},
		]},
		"another condition may not hold": {"conditions": [
			_condition("ArnLike", "arn:aws:iam::*:root"),
			{"operator": "StringEquals", "key": "aws:requestedregion", "values": [{"value": "eu-west-1"}]},
		]},
		"a condition is unresolved": {"conditions": [
			_condition("ArnLike", "arn:aws:iam::*:root"),
			{"unresolved": "Fn::If"},
		]},
		"one bucket": {"resources": [{"value": "arn:aws:s3:::logs"}]},
		"the statement allows": {"effect": "Allow"},
	}

	found := rule.findings with input as _document(override)

	found == set()
}

_condition(operator, value) := {
	"operator": operator,
	"key": "aws:principalarn",
	"values": [{"at": "app.yaml#/S/0/Root", "value": value}],
}

_assumed(operator, value) := {
	"at": "app.yaml#/S/0/Assumed",
	"operator": operator,
	"key": "aws:assumedroot",
	"values": [{"value": value}],
}

# a policy with one statement that the rule reports; each test overrides only what it is about, and null
# takes an element away
_document(override) := {"policies": [{
	"at": "app.yaml#",
	"name": "Guard",
	"kind": "scp",
	"exists": "yes",
	"statements": [{key: value |
		some key, value in object.union(_statement, override)
		value != null
	}],
}]}

_statement := {
	"at": "app.yaml#/S/0",
	"effect": "Deny",
	"actions": [{"value": "*"}],
	"resources": [{"value": "*"}],
	"conditions": [_condition("ArnLike", "arn:aws:iam::*:root")],
}

# METADATA
# title: Organization policy that closes root sessions
# description: |
#   An organization policy denies the root users of its accounts what a root session needs to open a
#   locked bucket or queue again. Root sessions (`sts:AssumeRoot` with the task policies
#   `S3UnlockBucketPolicy` and `SQSUnlockQueuePolicy`) act as the root user of the account, so a statement
#   against `arn:aws:iam::*:root` stops them with the sign-ins that it is meant for. A policy that
#   locks everyone else out is then final until the organization policy is detached.
#
#   Buckets stay open when the statement leaves `s3:PutBucketPolicy` or `s3:DeleteBucketPolicy` out, as by
#   `NotAction`, queues when it leaves `sqs:SetQueueAttributes` out; the finding says which of them are closed.
#   The statement is not reported when it spares root sessions by `aws:AssumedRoot`, the key that only they
#   have: with `Null` and `true`, or `Bool` and `false`. The other way round it denies them, and nobody else.
# related_resources:
#   - description: IAM User Guide, perform a privileged task on a member account
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
#   - description: AWS global condition context keys, aws:AssumedRoot
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
#   - description: AWS Organizations User Guide, service control policies
#     ref: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [kind/scp, kind/rcp]
#   remediation: |
#     Add the condition `"Null": {"aws:AssumedRoot": "true"}` to the statement: it then denies root users
#     who signed in, and lets the sessions through that the management account starts. Who may start those
#     is decided by who may call `sts:AssumeRoot`.
package rules.organization["root-unlock-denied"]

import data.rules.lib.coverage
import data.rules.lib.denial
import data.rules.lib.pattern

findings contains object.union(finding, _fix(policy, statement)) if {
	some policy in input.policies
	policy.kind in {"scp", "rcp"}
	policy.exists == "yes"
	some statement in policy.statements
	statement.effect == "Deny"
	root := _root(statement)
	closed := _closed(statement)
	count(closed) > 0

	finding := {
		"message": $"{policy.name} denies root sessions what they need to unlock {denial.listing(closed)}",
		"at": root.at,
		"label": root.label,
		"related": [{"at": statement.at, "message": $"denies {denial.listing(_actions(statement))}"}],
	}
}

# where the statement asks for the root user of the account or for root sessions, if it asks for nothing else
_root(statement) := roots[0] if {
	roots := array.concat(
		[{"at": value.at, "label": "root sessions act as this principal"} |
			some condition in statement.conditions
			condition.key == "aws:principalarn"
			_compares(condition)
			some value in condition.values
			_is_root(condition, value.value)
		],
		[{"at": condition.at, "label": "holds for root sessions"} |
			some condition in statement.conditions
			_holds_for_sessions(condition)
		],
	)
	every condition in statement.conditions {
		_holds_for_root(condition)
	}
	_is_everywhere(statement)
}

_holds_for_root(condition) if {
	condition.key == "aws:principalarn"
	_compares(condition)
	some value in condition.values
	_is_root(condition, value.value)
}

_holds_for_root(condition) if _holds_for_sessions(condition)

# the key is there and true in root sessions
_holds_for_sessions(condition) if {
	condition.key == "aws:assumedroot"
	_operator(condition) in {"bool", "stringequals", "stringequalsignorecase"}
	some value in condition.values
	lower(value.value) == "true"
}

_holds_for_sessions(condition) if {
	condition.key == "aws:assumedroot"
	lower(condition.operator) == "null"
	some value in condition.values
	lower(value.value) == "false"
}

_compares(condition) if _operator(condition) in {"arnlike", "arnequals", "stringlike", "stringequals"}

# without the suffix for keys that may be absent
_operator(condition) := trim_suffix(lower(condition.operator), "ifexists")

# the root user of every account, or of one; StringEquals takes wildcards literally
_is_root(condition, text) if {
	_operator(condition) != "stringequals"
	some partition in ["aws", "aws-cn", "aws-us-gov"]
	pattern.matches(text, $"arn:{partition}:iam::############:root")
}

_is_root(_, text) if regex.match(`^arn:[^:]+:iam::\d{12}:root$`, text)

# a resource control policy names buckets and queues, a service control policy anything
_is_everywhere(statement) if {
	some resource in statement.resources
	resource.value == "*"
}

# what can't be unlocked any more
_closed(statement) := array.concat(_buckets(statement), _queues(statement))

_buckets(statement) := [noun |
	noun := "buckets"
	coverage.action(statement, "s3:PutBucketPolicy")
	coverage.action(statement, "s3:DeleteBucketPolicy")
]

_queues(statement) := [noun |
	noun := "queues"
	coverage.action(statement, "sqs:SetQueueAttributes")
]

_actions(statement) := [action |
	some action in ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "sqs:SetQueueAttributes"]
	coverage.action(statement, action)
]

default _fix(_, _) := {}

# a condition of the operator Null that holds is about root sessions, whom the statement then is meant for
_fix(policy, statement) := {"fix": {
	"title": "deny root users who signed in only",
	"safe": false,
	"edits": [{
		"op": "add",
		"at": $"{statement.at}/Condition/Null",
		"value": {"aws:AssumedRoot": "true"},
	}],
}} if {
	not policy.embedded
	every condition in statement.conditions {
		condition.key != "aws:assumedroot"
	}
}

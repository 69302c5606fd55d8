# METADATA
# title: Root sessions with any task policy
# description: |
#   A policy allows `sts:AssumeRoot` and does not say for which tasks. The caller of that action names
#   a task policy, and the root session can do what this one allows: unlock a bucket or a queue, audit or
#   delete the credentials of the root user, or create a password for it. Without a condition on
#   `sts:TaskPolicyArn`, someone who is to unlock a bucket can also create a root password and sign in
#   with it.
#
#   A condition counts when it lists what is allowed: one that compares `sts:TaskPolicyArn` by `StringEquals`,
#   `ArnEquals`, `ArnLike` and the like, or a denial of everything else by `StringNotEquals` and the like. A
#   wildcard that matches every task policy does not, and neither does `Null`, since the key is always there.
#   One that leaves some task policies out allows all others, those that AWS adds later included.
# related_resources:
#   - description: IAM User Guide, perform a privileged task on a member account
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
#   - description: Service Authorization Reference, condition keys of AWS STS
#     ref: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [privilege]
#   cwe: 250
#   resources: ["statement/sts:AssumeRoot"]
#   remediation: |
#     Add a condition on `sts:TaskPolicyArn` that lists the task policies which are needed. To get back
#     into resources these are `arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy` and
#     `arn:aws:iam::aws:policy/root-task/SQSUnlockQueuePolicy`. The fix lists all there are, which
#     changes nothing yet: remove those that are not needed.
package rules.breakglass["assume-root-without-task-policy"]

import data.rules.lib.assumeroot
import data.rules.lib.pattern

findings contains object.union(finding, _fix(grant)) if {
	some grant in assumeroot.grants
	not _limited(grant.statement)
	not _limited_by_denial(grant)
	not _unclear(grant.statement)

	finding := {
		"message": $"{grant.policy.name} allows {grant.action.value} with {_extent(grant)}",
		"at": grant.action.at,
		"label": _label(grant),
		"related": _wide(grant.statement),
	}
}

undecided contains doubt if {
	some grant in assumeroot.grants
	not _limited(grant.statement)
	not _limited_by_denial(grant)
	some condition in grant.statement.conditions
	condition.unresolved

	doubt := {
		"at": condition.at,
		"reason": $"a condition of {grant.policy.name} may limit sts:TaskPolicyArn: {condition.unresolved}",
	}
}

_unclear(statement) if {
	some condition in statement.conditions
	condition.unresolved
}

# some condition can rule a task policy out
# what the statement allows is listed, or may be
_limited(statement) if {
	some condition in statement.conditions
	condition.key == "sts:taskpolicyarn"
	not _excludes(condition)
	not _is_idle(condition)
}

# what is not listed is denied, or may be
_limited_by_denial(grant) if {
	some deny in assumeroot.limits(grant)
	every condition in deny.conditions {
		object.get(condition, "key", "sts:taskpolicyarn") == "sts:taskpolicyarn"
		not _denies_listed(condition)
		not _is_idle(condition)
	}
}

# a key that is always there is never null
_denies_listed(condition) if {
	condition.operator
	not _excludes(condition)
}

_excludes(condition) if {
	_operator(condition) in {
		"stringnotequals", "stringnotequalsignorecase", "stringnotlike", "arnnotequals", "arnnotlike",
	}
}

# a condition of the grant, or of a denial of the same holder, leaves some task policies out
_has_exclusion(grant) if {
	some condition in grant.statement.conditions
	condition.key == "sts:taskpolicyarn"
	_excludes(condition)
}

_has_exclusion(grant) if {
	some deny in assumeroot.limits(grant)
	some condition in deny.conditions
	condition.key == "sts:taskpolicyarn"
	_denies_listed(condition)
}

_extent(grant) := "all task policies but those it leaves out" if _has_exclusion(grant)

_extent(grant) := "any task policy, creating a root password included" if not _has_exclusion(grant)

_label(grant) := "conditions leave some task policies out and allow all others" if _has_exclusion(grant)

_label(grant) := "no condition limits sts:TaskPolicyArn" if not _has_exclusion(grant)

_is_idle(condition) if {
	_operator(condition) == "null"
	every value in condition.values {
		lower(value.value) == "false"
	}
}

_is_idle(condition) if _all_tasks(condition) != []

# the patterns that match every task policy
_all_tasks(condition) := [value |
	_operator(condition) in {
		"stringlike", "arnlike", "arnequals", "stringnotlike", "arnnotlike", "arnnotequals",
	}
	some value in condition.values
	pattern.is_wildcard(value.value)
	every task in assumeroot.task_policies {
		pattern.matches(value.value, assumeroot.task_policy(task))
	}
]

_wide(statement) := [{"at": value.at, "message": "matches every task policy"} |
	some condition in statement.conditions
	condition.key == "sts:taskpolicyarn"
	some value in _all_tasks(condition)
]

# without the prefix for keys of several values and the suffix for keys that may be absent
_operator(condition) := trim_suffix(
	regex.replace(lower(condition.operator), `^for(anyvalue|allvalues):`, ""),
	"ifexists",
)

default _fix(_) := {}

# other actions have no task policy, so that the condition would take them away
_fix(grant) := {"fix": {
	"title": "list all task policies, to be trimmed to those that are needed",
	"safe": true,
	"edits": [edit],
}} if {
	not grant.policy.embedded
	statement := grant.statement
	every action in statement.actions {
		lower(action.value) == "sts:assumeroot"
	}
	every condition in object.get(statement, "conditions", []) {
		condition.key != "sts:taskpolicyarn"
	}
	edit := _edit(statement)
}

_edit(statement) := {
	"op": "add",
	"at": $"{statement.at}/Condition",
	"value": {"ArnEquals": {"sts:TaskPolicyArn": _all}},
} if {
	count(object.get(statement, "conditions", [])) == 0
}

_edit(statement) := {
	"op": "add",
	"at": $"{statement.at}/Condition/ArnEquals",
	"value": {"sts:TaskPolicyArn": _all},
} if {
	count(statement.conditions) > 0
	every condition in statement.conditions {
		condition.operator != "ArnEquals"
	}
}

_edit(statement) := {"op": "add", "at": $"{statement.at}/Condition/ArnEquals/sts:TaskPolicyArn", "value": _all} if {
	some condition in statement.conditions
	condition.operator == "ArnEquals"
}

_all := [assumeroot.task_policy(task) | some task in assumeroot.task_policies]

# METADATA
# description: Statements that let their holders start root sessions in member accounts
package rules.lib.assumeroot

import data.rules.lib.coverage
import data.rules.lib.pattern

# METADATA
# description: The action that starts a root session
name := "sts:AssumeRoot"

# METADATA
# description: The task policies that a root session can have, all that there are
task_policies := [
	"IAMAuditRootUserCredentials",
	"IAMCreateRootUserPassword",
	"IAMDeleteRootUserCredentials",
	"S3UnlockBucketPolicy",
	"SQSUnlockQueuePolicy",
]

# METADATA
# description: |
#   Allow statements that name sts:AssumeRoot or a pattern of actions of STS with it, each with its policy.
#   What another statement of the same holder may deny does not count. Policies that allow every action
#   of every service are left out: they say nothing about root sessions.
# scope: document
grants contains grant if {
	some policy in input.policies
	policy.kind in {"identity", "permission-set"}
	policy.exists == "yes"
	some statement in policy.statements
	statement.effect == "Allow"
	some action in statement.actions
	startswith(lower(action.value), "sts:")
	pattern.matches(lower(action.value), lower(name))
	not _denied(policy)

	grant := {"policy": policy, "statement": statement, "action": action}
}

# METADATA
# description: The ARN of a task policy in the partition of the document
# scope: document
task_policy(task) := $"arn:{input.partition}:iam::aws:policy/root-task/{task}"

_denied(policy) if {
	some other in input.policies
	_together(policy, other)
	some statement in other.statements
	_may_deny(statement)
	coverage.may_action(statement, name)
}

_may_deny(statement) if statement.effect == "Deny"

_may_deny(statement) if {
	some unresolved in object.get(statement, "unresolved", [])
	unresolved.element in {"Effect", "Statement"}
}

# two policies bind the same principal, as far as the set shows
_together(policy, other) if policy.at == other.at

_together(policy, other) if {
	other.kind in {"identity", "permission-set", "boundary"}
	some subject in policy.subjects
	subject in other.subjects
}

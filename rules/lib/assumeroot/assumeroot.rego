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
#   Allow statements that name sts:AssumeRoot or a pattern of actions of STS with it, on what may be the root
#   user of an account, each with its policy. Those that a Deny of the same holder takes away are left out,
#   and so are policies that allow every action of every service: they say nothing about root sessions.
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
	_may_reach_root(statement)
	not _denied(policy, statement)

	grant := {"policy": policy, "statement": statement, "action": action}
}

# METADATA
# description: |
#   The statements that may deny the holder of a grant sts:AssumeRoot under conditions, on all that the grant
#   is on: they limit it as far as their conditions go.
# scope: document
limits(grant) := [deny |
	some deny in _denials(grant.policy)
	count(object.get(deny, "conditions", [])) > 0
	_may_cover(deny, grant.statement)
]

# METADATA
# description: |
#   The statements without a condition that may deny the holder of a grant sts:AssumeRoot everywhere but on
#   what they list.
# scope: document
exceptions(grant) := [deny |
	some deny in _denials(grant.policy)
	count(object.get(deny, "conditions", [])) == 0
	deny.not_resources
	not _matches_all_roots(deny.not_resources)
]

# METADATA
# description: The ARN of a task policy in the partition of the document
# scope: document
task_policy(task) := $"arn:{input.partition}:iam::aws:policy/root-task/{task}"

# a condition takes the grant away at times only; one that is not known may vanish
_denied(policy, statement) if {
	some deny in _denials(policy)
	every condition in object.get(deny, "conditions", []) {
		condition.unresolved
	}
	_may_cover(deny, statement)
}

# what may deny the holders of a policy sts:AssumeRoot
_denials(policy) := [statement |
	some other in input.policies
	_together(policy, other)
	some statement in other.statements
	_may_deny(statement)
	coverage.may_action(statement, name)
]

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

# some resource of the statement may be the root user of an account
_may_reach_root(statement) if {
	some resource in statement.resources
	_may_be_root(resource)
}

_may_reach_root(statement) if {
	statement.not_resources
	not _matches_all_roots(statement.not_resources)
}

_may_be_root(resource) if not resource.value

# a digit of the pattern may be one of an account, and a variable anything
_may_be_root(resource) if {
	open := regex.replace(resource.value, `\$\{[^}]*\}`, "*")
	quoted := regex.replace(open, `[.+()|\[\]{}^$\\]`, `\$0`)
	expression := replace(replace(regex.replace(quoted, `\d`, `[#$0]`), "*", ".*"), "?", ".")
	some root in _roots
	regex.match($"(?s)^{expression}$", root)
}

# the root users of all accounts, with # for a digit
_roots := {$"arn:{partition}:iam::############:root" | some partition in ["aws", "aws-cn", "aws-us-gov"]}

# every pattern for root users in the partition of the document, if that is known
_own_roots := [$"arn:{partition}:iam::############:root" |
	some partition in ["aws", "aws-cn", "aws-us-gov"]
	object.get(input, "partition", partition) in {partition, null}
]

# the resources match the root users of all accounts for sure
_matches_all_roots(resources) if {
	every root in _own_roots {
		some resource in resources
		pattern.matches(resource.value, root)
	}
}

# the Deny is on all root users that the Allow is on, unless something unresolved says otherwise
_may_cover(deny, _) if {
	some unresolved in object.get(deny, "unresolved", [])
	unresolved.element in {"Resource", "NotResource", "Statement"}
}

_may_cover(deny, _) if {
	some resource in deny.resources
	not resource.value
}

_may_cover(deny, _) if {
	not deny.resources
	not deny.not_resources
}

_may_cover(deny, _) if _matches_all_roots(deny.resources)

_may_cover(deny, allow) if {
	allow.resources
	every resource in [each | some each in allow.resources; _may_be_root(each)] {
		_covers(deny, resource.value)
	}
}

_may_cover(deny, _) if {
	every resource in deny.not_resources {
		not _names_roots(resource)
	}
}

# ? of the one may not stand for * of the other
_covers(deny, text) if {
	some resource in deny.resources
	pattern.matches(resource.value, text)
	not _differ_in_length(resource.value, text)
}

_covers(deny, text) if {
	not pattern.is_wildcard(text)
	every resource in deny.not_resources {
		not pattern.matches(resource.value, text)
	}
}

_differ_in_length(one, other) if {
	contains(one, "?")
	contains(other, "*")
}

_names_roots(resource) if {
	resource.value
	_may_be_root(resource)
}

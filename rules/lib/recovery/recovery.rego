# METADATA
# description: The ways back into a policy, with the commands to type
package rules.lib.recovery

import data.rules.lib.cli

# METADATA
# description: |
#   The way back that is left when only the root user can change the policy. What is not known, such
#   as the account, is left for the reader to fill in.
# scope: document
by_root(policy) := concat("\n", [
	"only the account's root user; for a member account:",
	_assume_root(policy),
	"then, with the credentials that this prints:",
	cli.command(policy, _last(policy.lockout.root)),
	"(with centralized root access; a management or standalone account needs its root user to sign in)",
]) if {
	policy.lockout.unlock
}

by_root(policy) := concat("\n", [
	$"only the account's root user, who has to sign in, with {action}:",
	cli.command(policy, action),
	"(sts:AssumeRoot has no task policy for it)",
]) if {
	not policy.lockout.unlock
	action := _last(policy.lockout.root)
}

by_root(policy) := concat("\n", [
	"only the account's root user, whom the policy spares and who has to sign in",
	"(sts:AssumeRoot has no task policy for it)",
]) if {
	not policy.lockout.unlock
	count(policy.lockout.root) == 0
}

# METADATA
# description: What is left when nobody at all can change the policy
# scope: document
by_support(policy) := concat("\n", array.concat(
	["only AWS Support, which the account's root user has to ask"],
	[line |
		open := concat(", ", policy.lockout.destroy)
		open != ""
		line := $"(or give the {cli.thing(policy)} up with all that is in it: {open} is still open)"
	],
))

# METADATA
# description: The commands that remove a policy, or the statements of it that deny the rest
# scope: document
by_removal(policy) := cli.command(policy, policy.lockout.escape.action) if count(policy.lockout.removals) == 0

by_removal(policy) := concat("\n", [line |
	some at in policy.lockout.removals
	some statement in policy.statements
	statement.at == at
	line := $"{cli.command(policy, policy.lockout.escape.action)} --label {_label(statement)}"
]) if {
	count(policy.lockout.removals) > 0
}

# METADATA
# description: The smallest way back of an IAM principal, in words and as a command
# scope: document
by_escape(policy) := concat("\n", [
	$"{escape.principal}{_via(escape)}, with {escape.action}:",
	cli.command(policy, escape.action),
]) if {
	escape := policy.lockout.escape
}

# METADATA
# description: |
#   A note for `notes` that names the resources with this verdict; an empty list unless several share
#   the policy and others fare better.
# scope: document
affected(policy) := [{"label": "affects", "text": $"{names}, not the others that share the policy"} |
	names := concat(", ", object.get(policy.lockout, "affected", []))
	names != ""
]

# METADATA
# description: |
#   The change under a name of the policy, "repair" or "deployer_repair", as a member `fix` for a finding;
#   an empty object where none is known.
# scope: document
fixed(policy, name) := {"fix": {"title": repair.title, "safe": false, "edits": repair.edits}} if {
	repair := policy[name]
}

fixed(policy, name) := {} if not policy[name]

default _via(_) := ""

_via(escape) := $" {escape.via}" if escape.via != ""

_last(list) := list[count(list) - 1]

_assume_root(policy) := concat(" ", [
	"aws sts assume-root",
	$"--region {cli.known(policy, "region", "<region>")}",
	$"--target-principal {cli.known(policy, "account", "<account>")}",
	$"--task-policy-arn arn=arn:{cli.known(policy, "partition", "aws")}:iam::aws:policy/root-task/{policy.lockout.unlock}",
	"--duration-seconds 900",
])

_label(statement) := cli.quoted(statement.sid)

_label(statement) := "<Sid>" if not statement.sid

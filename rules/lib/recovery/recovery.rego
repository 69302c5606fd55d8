# METADATA
# description: The ways back into a policy, with the commands to type
package rules.lib.recovery

# METADATA
# description: |
#   The way back that is left when only the root user can change the policy. What is not known, such
#   as the account, is left for the reader to fill in.
# scope: document
by_root(policy) := concat("\n", [
	"only the account's root user; for a member account:",
	_assume_root(policy),
	"then, with the credentials that this prints:",
	_delete(policy),
	"(with centralized root access; a management or standalone account needs its root user to sign in)",
])

# METADATA
# description: The commands that remove a policy, or the statements of it that deny the rest
# scope: document
by_removal(policy) := _delete(policy) if policy.service == "s3"

by_removal(policy) := concat("\n", [command |
	some at in policy.lockout.removals
	some statement in policy.statements
	statement.at == at
	label := _label(statement)
	command := $"aws sqs remove-permission --queue-url {_queue_url(policy)} --label {label}"
]) if {
	policy.service == "sqs"
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

_assume_root(policy) := concat(" ", [
	"aws sts assume-root",
	$"--region {_known(policy, "region", "<region>")}",
	$"--target-principal {_known(policy, "account", "<account>")}",
	$"--task-policy-arn arn=arn:{_known(policy, "partition", "aws")}:iam::aws:policy/root-task/{policy.lockout.unlock}",
	"--duration-seconds 900",
])

_delete(policy) := $"aws s3api delete-bucket-policy --bucket {_known(policy, "name", "<bucket>")}" if {
	policy.service == "s3"
}

_delete(policy) := $"aws sqs set-queue-attributes --queue-url {_queue_url(policy)} --attributes Policy=" if {
	policy.service == "sqs"
}

_queue_url(policy) := _known(policy, "url", "<queue URL>")

_known(policy, name, otherwise) := object.get(policy.lockout, ["on", name], otherwise)

_label(statement) := _quoted(statement.sid)

_label(statement) := "<Sid>" if not statement.sid

# a shell takes all but these characters for something else
_quoted(text) := text if regex.match(`^[A-Za-z0-9_./:@%+=,-]+$`, text)

_quoted(text) := $"'{escaped}'" if {
	not regex.match(`^[A-Za-z0-9_./:@%+=,-]+$`, text)
	escaped := replace(text, "'", `'\''`)
}

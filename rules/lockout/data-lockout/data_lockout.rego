# METADATA
# title: Data that the policy denies to everyone
# description: |
#   The policy denies the core data actions of the resource to every principal, without an exception:
#   `s3:GetObject` and `s3:PutObject` on all objects of a bucket, `sqs:SendMessage` and
#   `sqs:ReceiveMessage` on a queue, `kms:Decrypt` on a key, `sts:AssumeRole` on a role, all traffic of an
#   endpoint. While it is in force, no application, no other account and no AWS service can use what the
#   resource is there for. An explicit Deny wins over every Allow, in this policy and in all others; even
#   the root user is denied the data.
#
#   Whether the policy itself can still be changed is another question: unless another rule of this
#   family reports it as well, it can. A policy that nobody or only the root user can change is not
#   reported here on top of that.
#
#   Denials of only one of the actions, on some of the objects or to some of the principals are a usual
#   way to freeze or protect data and are not reported.
# related_resources:
#   - description: IAM User Guide, how explicit and implicit denials are evaluated
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
#   - description: Amazon S3 User Guide, troubleshoot access denied errors
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [verdict/data]
#   remediation: |
#     Narrow the Deny to what it is about: an action (`s3:DeleteObject`), a prefix, or the principals
#     that are to be kept out. To let only some principals in, keep `Principal` at `*` and exempt them
#     with `ArnNotLike` on `aws:PrincipalArn`; to let only some networks in, exempt them with a
#     condition on `aws:SourceVpce` or `aws:SourceIp`.
#
#     A resource that nobody is to use any more is better emptied and deleted.
package rules.lockout["data-lockout"]

import data.rules.lib.cli
import data.rules.lib.denial

findings contains finding if {
	some policy in input.policies
	policy.lockout.data
	policy.lockout.verdict in {"data-plane", "principal", "partial", "conditional", "undecided"}

	finding := {
		"message": $"{policy.name} denies everyone {_what(policy)}",
		"at": policy.lockout.data_core[0],
		"label": "no principal and no condition is exempt",
		"related": [{"at": at, "message": "denies the rest, also to everyone"} |
			some at in array.slice(policy.lockout.data_core, 1, count(policy.lockout.data_core))
		],
	}
}

# where the policy itself is undecided, lockout/undecided-lockout says why
undecided contains question if {
	some policy in input.policies
	policy.lockout.verdict != "undecided"
	some reason in array.slice(policy.lockout.data_reasons, 0, 1)

	question := {
		"at": reason.at,
		"reason": $"it can't be told whether {policy.name} denies everyone the data: {reason.reason}",
	}
}

_what(policy) := $"{denial.listing(policy.lockout.data_actions)} {_where(policy)}" if policy.service != "endpoint"

# which actions pass an endpoint is not a matter of its policy alone
_what(policy) := "all that could pass the endpoint" if policy.service == "endpoint"

_where(policy) := "on every object" if startswith(policy.lockout.data_actions[0], "s3:")

_where(policy) := $"on the {cli.thing(policy)}" if not startswith(policy.lockout.data_actions[0], "s3:")

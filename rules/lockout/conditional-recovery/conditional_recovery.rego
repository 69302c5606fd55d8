# METADATA
# title: Way back that hangs on an unproven fact
# description: |
#   The policy closes every way to edit or remove it but such as need something that nothing in the
#   analysed files proves: that an exempt role exists, that a request comes from one network, that a session
#   began with MFA, that a principal has a tag, that it is before a date. If it is not so, because a role was
#   renamed, an endpoint was replaced or the date has passed, no IAM principal of the account can change the
#   policy again, and the mistake shows only when somebody tries.
#
#   The finding names the easiest of these ways and what it needs. Only exemptions that can be met count: a
#   role of another account, the ARN of a session in `aws:PrincipalArn`, a private network in `aws:SourceIp`
#   or a role of IAM Identity Center without its path spare nobody. Principals that the analysed templates
#   declare count as existing, and whoever is spared when CloudFormation acts for them has a way back.
#
#   `NotPrincipal` is a usual cause. A role's session gets through only if the account, the role and the
#   session with exactly its name are all listed, and a principal with a permissions boundary never does.
# related_resources:
#   - description: IAM User Guide, global condition keys
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
#   - description: IAM User Guide, NotPrincipal with Deny
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
#   - description: Amazon S3 User Guide, control access from VPC endpoints with bucket policies
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html
#   - description: IAM User Guide, perform a privileged task on a member account
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [verdict/conditional]
#   remediation: |
#     Leave the actions that edit the policy out of the Deny, with `NotAction`: what it protects stays denied,
#     and administrators can still correct it.
#
#     Where administrators are to be kept out as well, exempt a break-glass role with `ArnNotLike` on
#     `aws:PrincipalArn`, declare the role in the same template with `DeletionPolicy: Retain`, and refer to it
#     with `!GetAtt`, so that the policy can't outlive or misspell it. The condition holds for all sessions of
#     the role and, unlike `NotPrincipal`, whatever permissions boundary it has.
#
#     A Deny on networks should let pass what AWS services ask for on behalf of someone, with
#     `"Bool": {"aws:ViaAWSService": "false"}` beside the network: else CloudFormation can't undo it.
package rules.lockout["conditional-recovery"]

import data.rules.lib.denial
import data.rules.lib.recovery

findings contains object.union(finding, recovery.fixed(policy, "repair")) if {
	some policy in input.policies
	policy.lockout.verdict == "conditional"

	finding := object.union(_blame(policy), {
		"message": $"{policy.name} {_what(policy)}",
		"notes": array.concat(recovery.affected(policy), [
			{"label": "way back", "text": recovery.by_escape(policy)},
			{"label": "only if", "text": policy.lockout.escape.context},
		]),
		"properties": {"facts": policy.lockout.escape.facts},
	})
}

# the easiest way is that of a principal the document spares, or names
_what(policy) := $"lets no IAM principal but those it {verb} edit or remove this {policy.noun} again" if {
	not _is_anyone(policy.lockout.escape.principal)
	verb := {true: "exempts", false: "allows"}[count(policy.lockout.core) > 0]
}

# it is anyone's, under a condition
_what(policy) := $"lets nobody edit or remove this {policy.noun} again unless {policy.lockout.escape.context}" if {
	_is_anyone(policy.lockout.escape.principal)
}

_is_anyone(principal) if startswith(principal, "any ")

_blame(policy) := {
	"at": policy.lockout.core[0],
	"label": denial.of(policy, policy.lockout.closed[0]),
	"related": denial.others(policy),
}

# nothing is denied, but one statement alone allows what the policy has to allow
_blame(policy) := {
	"at": policy.lockout.granted[0],
	"label": "is all that allows a principal of the account to edit it",
} if {
	count(policy.lockout.core) == 0
}

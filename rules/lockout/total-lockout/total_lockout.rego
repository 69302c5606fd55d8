# METADATA
# title: Policy that nobody could change again
# description: |
#   The policy closes every way to edit or remove it to every IAM user and role of the account that owns
#   the resource, and the service documents no exception for the root user. An explicit Deny wins over
#   every Allow, so administrators, CloudFormation and the root user are locked out with everyone else.
#   Once the policy is in force, it stays.
#
#   A key policy needs no Deny for that: AWS KMS heeds IAM policies only where the key policy allows the
#   account or the principal the same. A key policy that allows nobody `kms:PutKeyPolicy` locks by what it
#   leaves out.
#
#   All statements are taken together, and every principal is assumed to hold all permissions in its own
#   policies, so the finding is a proof: there is no role to switch to. AWS KMS, Amazon EFS, Amazon ECR
#   and others refuse such a policy unless they are told not to check; then this rule speaks of a policy
#   that comes with `BypassPolicyLockoutSafetyCheck` or the like, and `lockout/rejected-policy` of one that
#   comes without.
# related_resources:
#   - description: AWS KMS Developer Guide, default key policy
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
#   - description: IAM User Guide, how explicit and implicit denials are evaluated
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
#   - description: IAM User Guide, tasks that require root user credentials
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html#root-user-tasks
# schemas:
#   - input: schema.document
# custom:
#   severity: critical
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [verdict/total]
#   remediation: |
#     Deny only what you mean to deny: name the data actions, or leave the actions that manage the policy
#     out with `NotAction`. Leaving one action that edits the policy open is enough. In a key policy, keep
#     the statement that allows the account, `arn:aws:iam::111122223333:root`, `kms:*`.
#
#     To keep even administrators from editing the policy, keep a way in for emergencies: leave `Principal`
#     at `*` and exempt one break-glass role of the account with `ArnNotLike` on `aws:PrincipalArn`. Do not
#     turn the service's own check off.
#
#     A policy that is already in force can be changed by AWS Support at best, after the account's root user
#     has asked for it and proved who they are. Otherwise the resource has to be given up.
package rules.lockout["total-lockout"]

import data.rules.lib.denial
import data.rules.lib.recovery

findings contains object.union(finding, recovery.fixed(policy, "repair")) if {
	some policy in input.policies
	policy.lockout.verdict == "total"

	finding := object.union(_blame(policy), {
		"message": $"{policy.name} lets nobody, not even the root user, edit or remove this {policy.noun} again",
		"notes": array.concat(
			recovery.affected(policy),
			[{"label": "way back", "text": recovery.by_support(policy)}],
		),
	})
}

_blame(policy) := {
	"at": policy.lockout.core[0],
	"label": denial.of(policy, policy.lockout.closed[0]),
	"related": denial.others(policy),
}

# nothing is denied, but nobody is allowed what the policy has to allow
_blame(policy) := {
	"at": policy.at,
	"label": "allows no principal of the account to edit it, which identity policies alone can't",
} if {
	count(policy.lockout.core) == 0
}

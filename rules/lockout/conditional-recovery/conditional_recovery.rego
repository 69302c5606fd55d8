# METADATA
# title: Way back that hangs on an unproven fact
# description: |
#   The policy closes every way to edit or remove it except for principals that it exempts, and
#   nothing in the analysed files proves that such a principal exists and gets through. If it does
#   not, because a role was renamed, a session has another name or a permissions boundary was
#   attached, no IAM principal of the account can change the policy again, and the mistake shows only
#   when somebody tries.
#
#   `NotPrincipal` is the usual cause. It exempts less than it seems to: a role's session gets through
#   only if the account, the role and the session with exactly its name are all listed, and a
#   principal with a permissions boundary never does. Principals that the analysed templates declare
#   count as existing.
# related_resources:
#   - description: IAM User Guide, NotPrincipal with Deny
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
#   - description: IAM User Guide, perform a privileged task on a member account
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [AWS::S3::BucketPolicy, AWS::SQS::QueuePolicy, AWS::SQS::QueueInlinePolicy, policy]
#   remediation: |
#     Replace `NotPrincipal` by `Principal: "*"` and a condition `ArnNotEquals` on `aws:PrincipalArn`
#     with the ARN of the role. The condition holds for all sessions of the role, whatever their name,
#     and does not fail with permissions boundaries.
#
#     Declare the exempt role in the same template, with `DeletionPolicy: Retain`, and refer to it with
#     `!GetAtt`, so that the policy can't outlive or misspell it. Or leave the actions that edit the
#     policy out of the Deny.
package rules.lockout["conditional-recovery"]

import data.rules.lib.denial
import data.rules.lib.recovery

findings contains finding if {
	some policy in input.policies
	policy.lockout.verdict == "conditional"

	finding := {
		"message": $"{policy.name} lets no IAM principal but those it exempts edit or remove this {policy.noun} again",
		"at": policy.lockout.core[0],
		"label": denial.of(policy, policy.lockout.closed[0]),
		"related": denial.others(policy),
		"notes": array.concat(recovery.affected(policy), [
			{"label": "way back", "text": $"{policy.lockout.escape.principal}, with {policy.lockout.escape.action}"},
			{"label": "only if", "text": policy.lockout.escape.context},
		]),
	}
}

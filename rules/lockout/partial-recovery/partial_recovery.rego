# METADATA
# title: Policy that could be removed but not edited
# description: |
#   The policy denies every IAM principal of the owning account the action that edits it
#   (`s3:PutBucketPolicy`, `sqs:SetQueueAttributes`), but not the one that takes it away
#   (`s3:DeleteBucketPolicy`, `sqs:RemovePermission`). Nothing is lost for good, but the next change of
#   the policy through CloudFormation fails, since a stack update edits the policy in place, and so
#   does the rollback. Somebody has to open the policy by hand first.
#
#   For most resources that means to delete the whole policy, so that the resource stands without any until
#   the new one is in place. For a queue or a topic it means to take out every statement that denies the
#   edit, one by one: `RemovePermission` knows a statement by its `Sid`. What it does with one that has no `Sid`
#   is not documented; the finding says where that is so. To close a queue or a topic for good, a policy has to
#   deny `RemovePermission`, too.
# related_resources:
#   - description: Amazon S3 API, DeleteBucketPolicy
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html
#   - description: Amazon SQS API, RemovePermission
#     ref: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_RemovePermission.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [verdict/partial]
#   remediation: |
#     Take the action that edits the policy out of the Deny, or exempt the principal that deploys the
#     stack with a condition on `aws:PrincipalArn`.
#
#     Where the policy is meant to stay as it is, deny its removal as well only with an exempt
#     break-glass role; otherwise nobody but the root user is left, and for most services not even that.
package rules.lockout["partial-recovery"]

import data.rules.lib.denial
import data.rules.lib.recovery

findings contains object.union(finding, recovery.fixed(policy, "repair")) if {
	some policy in input.policies
	policy.lockout.verdict == "partial"

	finding := {
		"message": $"{policy.name} lets IAM principals remove this {policy.noun} but no longer edit it",
		"at": policy.lockout.core[0],
		"label": denial.of(policy, policy.lockout.closed[0]),
		"related": denial.others(policy),
		"notes": array.concat(recovery.affected(policy), [{"label": "way back", "text": _way_back(policy)}]),
	}
}

_way_back(policy) := $"{escape.principal}, with {escape.action}:\n{recovery.by_removal(policy)}" if {
	escape := policy.lockout.escape
}

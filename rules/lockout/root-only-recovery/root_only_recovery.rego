# METADATA
# title: Policy that only the root user could change again
# description: |
#   The policy denies every IAM user and role of the account that owns the resource all ways to take a
#   mistake back: editing the policy and removing it. For a bucket these are `s3:PutBucketPolicy` and
#   `s3:DeleteBucketPolicy`, for a queue `sqs:SetQueueAttributes` and `sqs:RemovePermission`. An explicit
#   Deny wins over every Allow, so administrators and CloudFormation are locked out with everyone else:
#   once the policy is in force, a stack operation that changes or deletes it fails, and so does its
#   rollback.
#
#   Amazon S3, Amazon SQS and, for the removal, Amazon DynamoDB let the root user of the owning account
#   change such a policy all the same; for other services the policy itself may spare the root user.
#   Nobody else can. All Deny statements are taken together, and every principal is assumed to hold all
#   permissions in its own policies, so the finding is a proof: there is no role to switch to. A way that
#   leads over plain HTTP counts for nothing, since neither the console nor any SDK takes it.
#
#   `sqs:RemovePermission` takes out one statement, which it knows by its `Sid`. As long as it is not denied, a
#   queue has a way back that `lockout/partial-recovery` reports.
# related_resources:
#   - description: Amazon S3 API, PutBucketPolicy, on explicit denials and the root principal
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
#   - description: IAM User Guide, perform a privileged task on a member account
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
#   - description: IAM User Guide, tasks that require root user credentials
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html#root-user-tasks
#   - description: AWS STS API, AssumeRoot
#     ref: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [verdict/root-only]
#   remediation: |
#     Deny only what you mean to deny: name the data actions (`s3:GetObject`, `sqs:SendMessage`) instead of
#     `s3:*` or `sqs:*`, or leave the actions that manage the policy out with `NotAction`. Leaving one
#     action that edits the policy open is enough.
#
#     To keep even administrators from editing the policy, keep a way in for emergencies: leave `Principal`
#     at `*` and exempt one break-glass role of the account with `ArnNotLike` on `aws:PrincipalArn`. Do not
#     use `NotPrincipal` for that; it exempts less than it seems to.
#
#     A policy that is already in force is opened by the root user of the account. For a member account of
#     an organization with centralized root access, the management account or a delegated administrator does
#     that without the root password: `aws sts assume-root` with the task policy `S3UnlockBucketPolicy` or
#     `SQSUnlockQueuePolicy` gives a session of at most 15 minutes that may replace the policy. Correct the
#     template before the next deployment.
package rules.lockout["root-only-recovery"]

import data.rules.lib.denial
import data.rules.lib.recovery

findings contains object.union(finding, recovery.fixed(policy, "repair")) if {
	some policy in input.policies
	policy.lockout.verdict == "root-only"

	finding := object.union(_blame(policy), {
		"message": $"{policy.name} lets no IAM principal edit or remove this {policy.noun} again",
		"notes": array.concat(
			recovery.affected(policy),
			[{"label": "way back", "text": recovery.by_root(policy)}],
		),
	})
}

_blame(policy) := {
	"at": policy.lockout.core[0],
	"label": denial.of(policy, policy.lockout.closed[0]),
	"related": denial.others(policy),
}

# nothing is denied, but only the root user is allowed what the policy has to allow
_blame(policy) := {
	"at": policy.at,
	"label": "allows no IAM principal of the account to edit it, which identity policies alone can't",
} if {
	count(policy.lockout.core) == 0
}

# METADATA
# title: User named by its id
# description: |
#   The principal is the unique id of a user. IAM puts it in place of an ARN when the user is
#   deleted, so most of the time it stands for a user who is gone; a new one of the same name has
#   another id.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-invalid-user-reference
#   - description: IAM User Guide, IAM identifiers
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-user-reference]
#   remediation: |
#     Name the user by the ARN, or take the principal out where the user is gone.
package rules.policy["invalid-user-reference"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-user-reference")
	message := $"{found.name} names the user {found.subject} by its id, which a deleted user leaves behind"
	finding := issue.finding(found, message)
}

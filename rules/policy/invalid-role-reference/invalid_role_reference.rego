# METADATA
# title: Role named by its id
# description: |
#   The principal is the unique id of a role. IAM puts it in place of an ARN when the role is
#   deleted, so most of the time it stands for a role that is gone; a new one of the same name has
#   another id.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-invalid-role-reference
#   - description: IAM User Guide, IAM identifiers
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-role-reference]
#   remediation: |
#     Name the role by its ARN, or take the principal out where the role is gone.
package rules.policy["invalid-role-reference"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-role-reference")
	message := $"{found.name} names the role {found.subject} by its id, which a deleted role leaves behind"
	finding := issue.finding(found, message)
}

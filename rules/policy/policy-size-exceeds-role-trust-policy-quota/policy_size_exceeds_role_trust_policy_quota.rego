# METADATA
# title: Trust policy that is too long
# description: |
#   A trust policy has at most 2,048 characters, white space aside, and 4,096 where the quota was
#   raised. A longer one is refused.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-policy-size-exceeds-role-trust-policy-quota
#   - description: IAM User Guide, quotas of IAM and AWS STS
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/policy-size-exceeds-role-trust-policy-quota]
#   remediation: |
#     Name accounts instead of single roles, and narrow them with a condition.
package rules.policy["policy-size-exceeds-role-trust-policy-quota"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("policy-size-exceeds-role-trust-policy-quota")
	message := $"{found.name} has at least {found.subject} characters, and the limit is {found.detail}"
	finding := issue.finding(found, message)
}

# METADATA
# title: Identity policy that is too long
# description: |
#   IAM limits the size of policies, white space aside: 6,144 characters for a managed policy,
#   10,240 for all inline policies of a role together. A policy that is longer than any of these is
#   refused.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-policy-size-exceeds-identity-policy-quota
#   - description: IAM User Guide, quotas of IAM and AWS STS
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/policy-size-exceeds-identity-policy-quota]
#   remediation: |
#     Split the policy, or put wildcards in place of long lists.
package rules.policy["policy-size-exceeds-identity-policy-quota"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("policy-size-exceeds-identity-policy-quota")
	message := $"{found.name} has at least {found.subject} characters, and the limit is {found.detail}"
	finding := issue.finding(found, message)
}

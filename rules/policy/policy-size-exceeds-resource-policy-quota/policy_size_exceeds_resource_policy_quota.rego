# METADATA
# title: Resource policy that is too long
# description: |
#   Each service limits the size of the policies on its resources: Amazon S3 to 20 KB, AWS KMS to 32
#   KB. A longer one is refused.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-policy-size-exceeds-resource-policy-quota
#   - description: IAM User Guide, JSON policy elements
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/policy-size-exceeds-resource-policy-quota]
#   remediation: |
#     Use conditions on `aws:PrincipalOrgID` or wildcards in place of long lists.
package rules.policy["policy-size-exceeds-resource-policy-quota"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("policy-size-exceeds-resource-policy-quota")
	message := $"{found.name} has at least {found.subject} characters, and the limit is {found.detail}"
	finding := issue.finding(found, message)
}

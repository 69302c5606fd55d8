# METADATA
# title: Condition key that resource policies do not have
# description: |
#   `aws:ARN` is an old key that the policies of resources do not support: it could mean the caller
#   or the resource on whose behalf a service calls. The condition never holds.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-unsupported-global-condition-key
#   - description: IAM User Guide, global condition context keys
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/unsupported-global-condition-key]
#   remediation: |
#     Use `aws:PrincipalArn` for the caller, or `aws:SourceArn` for the resource on whose behalf a
#     service calls.
package rules.policy["unsupported-global-condition-key"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("unsupported-global-condition-key")
	message := $"{found.name} has the condition key {found.subject}, which is not supported in a {found.noun}"
	finding := issue.finding(found, message)
}

# METADATA
# title: Boolean condition with another value
# description: |
#   The operator compares with `true` or `false`. Any other value is never equal.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-type-mismatch-boolean
#   - description: IAM User Guide, condition operators
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/type-mismatch-boolean]
#   remediation: |
#     Write `true` or `false`.
package rules.policy["type-mismatch-boolean"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("type-mismatch-boolean")
	message := $"{found.name} compares with {found.subject} under {found.detail}, which takes true or false"
	finding := issue.finding(found, message)
}

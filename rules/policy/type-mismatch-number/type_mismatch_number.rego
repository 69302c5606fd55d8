# METADATA
# title: Numeric condition with another value
# description: |
#   The operator compares numbers. It can't read the value.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-type-mismatch-number
#   - description: IAM User Guide, condition operators
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/type-mismatch-number]
#   remediation: |
#     Write a number without a unit.
package rules.policy["type-mismatch-number"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("type-mismatch-number")
	message := $"{found.name} compares with {found.subject} under {found.detail}, which takes a number"
	finding := issue.finding(found, message)
}

# METADATA
# title: Date condition with another value
# description: |
#   The operator compares dates in the ISO 8601 form. It can't read the value.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-type-mismatch-date
#   - description: IAM User Guide, condition operators
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/type-mismatch-date]
#   remediation: |
#     Write a date such as `2030-01-31`, or a time such as `2030-01-31T12:00:00Z`.
package rules.policy["type-mismatch-date"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("type-mismatch-date")
	message := $"{found.name} compares with {found.subject} under {found.detail}, which takes a date"
	finding := issue.finding(found, message)
}

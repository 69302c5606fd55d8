# METADATA
# title: Several truths for one condition
# description: |
#   A boolean condition compares with one value. With both values in a list it says nothing, and AWS
#   does not support it.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-condition-multiple-boolean
#   - description: IAM User Guide, condition operators
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-condition-multiple-boolean]
#   remediation: |
#     Leave one value.
package rules.policy["invalid-condition-multiple-boolean"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-condition-multiple-boolean")
	message := $"{found.name} has several values for {found.subject} under {found.detail}, which takes one"
	finding := issue.finding(found, message)
}

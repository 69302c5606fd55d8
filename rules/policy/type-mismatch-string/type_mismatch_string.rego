# METADATA
# title: Binary condition with another value
# description: |
#   The operator compares bytes that are written in base64. It can't read the value.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-type-mismatch-string
#   - description: IAM User Guide, condition operators
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/type-mismatch-string]
#   remediation: |
#     Encode the value in base64.
package rules.policy["type-mismatch-string"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("type-mismatch-string")
	message := $"{found.name} compares with {found.subject} under {found.detail}, which takes base64"
	finding := issue.finding(found, message)
}

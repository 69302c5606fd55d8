# METADATA
# title: Time as a number of seconds
# description: |
#   The value counts seconds since 1970, which `aws:CurrentTime` does not have. What it is compared
#   as is not certain.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-invalid-date-value
#   - description: IAM User Guide, condition operators
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-date-value]
#   remediation: |
#     Write the date as `2030-01-31`, or use `aws:EpochTime`.
package rules.policy["invalid-date-value"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-date-value")
	message := concat(" ", [
		$"{found.name} compares with {found.subject} under {found.detail}, which reads like seconds since",
		"1970",
	])
	finding := issue.finding(found, message)
}

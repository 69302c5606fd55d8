# METADATA
# title: Address condition with another value
# description: |
#   The operator compares with addresses and ranges in CIDR notation. AWS refuses a value that is
#   none, such as a host name or `*`.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-type-mismatch-ip-range
#   - description: IAM User Guide, condition operators
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/type-mismatch-ip-range]
#   remediation: |
#     Write an address or a range such as `203.0.113.0/24`, for all addresses `0.0.0.0/0` and
#     `::/0`.
package rules.policy["type-mismatch-ip-range"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("type-mismatch-ip-range")
	message := concat(" ", [
		$"{found.name} compares with {found.subject} under {found.detail}, which takes an address or a",
		"range",
	])
	finding := issue.finding(found, message)
}

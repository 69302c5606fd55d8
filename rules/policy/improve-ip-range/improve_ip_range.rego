# METADATA
# title: Range that begins in its middle
# description: |
#   The address has bits after the length of its prefix, which are ignored: the range is larger than
#   it looks.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-improve-ip-range
#   - description: IAM User Guide, condition operators
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/improve-ip-range]
#   remediation: |
#     Write the first address of the range, or a longer prefix.
package rules.policy["improve-ip-range"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("improve-ip-range")
	message := $"{found.name} has the range {found.subject}, which is {found.detail}"
	finding := issue.finding(found, message)
}

# METADATA
# title: Operator that does not fit the type of the key
# description: |
#   The key has values of another type than the operator compares, so the condition may not do what
#   it says.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-type-mismatch
#   - description: IAM User Guide, global condition context keys
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/type-mismatch]
#   remediation: |
#     Use an operator of the key's type: `Bool`, `IpAddress` or one of the `Date` family.
package rules.policy["type-mismatch"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("type-mismatch")
	message := $"{found.name} has the condition key {found.subject} under {found.detail}"
	finding := issue.finding(found, message)
}

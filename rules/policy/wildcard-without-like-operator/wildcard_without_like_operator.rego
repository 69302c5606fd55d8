# METADATA
# title: Wildcard that is none
# description: |
#   `*` and `?` are wildcards under the `Like` operators and those for ARNs alone. Elsewhere they
#   stand for themselves, so the condition waits for a value with a star in it.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-wildcard-without-like-operator
#   - description: IAM User Guide, condition operators
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/wildcard-without-like-operator]
#   remediation: |
#     Use `StringLike` or `StringNotLike`, or write the whole value.
package rules.policy["wildcard-without-like-operator"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("wildcard-without-like-operator")
	message := concat(" ", [
		$"{found.name} compares with {found.subject} under {found.detail}, which takes the wildcard",
		"literally",
	])
	finding := issue.finding(found, message)
}

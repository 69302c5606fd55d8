# METADATA
# title: Condition on a list without a qualifier
# description: |
#   Requests carry several values for this key. An operator without `ForAnyValue` or `ForAllValues`
#   compares with one value, and does not match a list.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-missing-qualifier
#   - description: IAM User Guide, multivalued context keys
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/missing-qualifier]
#   remediation: |
#     Add `ForAnyValue:` to ask for one value that matches, or `ForAllValues:` together with `Null`
#     to ask that all do.
package rules.policy["missing-qualifier"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("missing-qualifier")
	message := concat(" ", [
		$"{found.name} has the condition key {found.subject} with {found.detail}, and the key has several",
		"values",
	])
	finding := issue.finding(found, message)
}

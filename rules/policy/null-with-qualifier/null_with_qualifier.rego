# METADATA
# title: Null with a qualifier
# description: |
#   `ForAllValues:Null` is always true and `ForAnyValue:Null` always false, so neither says anything
#   about a request.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-null-with-qualifier
#   - description: IAM User Guide, multivalued context keys
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/null-with-qualifier]
#   remediation: |
#     Write `Null` alone.
package rules.policy["null-with-qualifier"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("null-with-qualifier")
	message := $"{found.name} has the condition operator {found.subject}, which is the same for every request"
	finding := issue.finding(found, message)
}

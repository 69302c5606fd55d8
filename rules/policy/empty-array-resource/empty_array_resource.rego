# METADATA
# title: Statement about no resources
# description: |
#   A list without resources makes the statement say nothing.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-empty-array-resource
#   - description: IAM User Guide, JSON policy elements
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/empty-array-resource]
#   remediation: |
#     List the resources, or take the statement out.
package rules.policy["empty-array-resource"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("empty-array-resource")
	message := $"{found.name} has an empty list in {found.subject}"
	finding := issue.finding(found, message)
}

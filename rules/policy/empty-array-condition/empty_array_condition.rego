# METADATA
# title: Condition without values
# description: |
#   A key without values gives the condition nothing to compare with.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-empty-array-condition
#   - description: IAM User Guide, JSON policy elements
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/empty-array-condition]
#   remediation: |
#     Add the values, or take the key out.
package rules.policy["empty-array-condition"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("empty-array-condition")
	message := $"{found.name} has no values for {found.subject} under {found.detail}"
	finding := issue.finding(found, message)
}

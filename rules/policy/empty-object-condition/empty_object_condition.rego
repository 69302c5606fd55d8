# METADATA
# title: Condition that demands nothing
# description: |
#   A condition without operators, or an operator without keys, demands nothing: the statement
#   applies to every request.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-empty-object-condition
#   - description: IAM User Guide, Condition element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/empty-object-condition]
#   remediation: |
#     Add what is meant, or take it out.
package rules.policy["empty-object-condition"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("empty-object-condition")
	message := $"{found.name} has an empty {found.subject}, which demands nothing"
	finding := issue.finding(found, message)
}

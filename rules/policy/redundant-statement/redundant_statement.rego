# METADATA
# title: Statement that repeats another
# description: |
#   Two statements say the same. Whoever edits one changes nothing, or not what is meant.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-redundant-statement
#   - description: IAM User Guide, JSON policy elements
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/redundant-statement]
#   remediation: |
#     Take one of them out.
package rules.policy["redundant-statement"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("redundant-statement")
	message := $"{found.name} has a statement that repeats an earlier one"
	finding := issue.finding(found, message)
}

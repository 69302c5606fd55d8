# METADATA
# title: Several bounds for one number
# description: |
#   Several values are alternatives, so of several bounds the weakest decides and the others do
#   nothing.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-redundant-condition-value-num
#   - description: IAM User Guide, JSON policy elements
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/redundant-condition-value-num]
#   remediation: |
#     Leave the bound that is meant.
package rules.policy["redundant-condition-value-num"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("redundant-condition-value-num")
	message := concat(" ", [
		$"{found.name} has several bounds for {found.subject} under {found.detail}, of which the weakest",
		"decides",
	])
	finding := issue.finding(found, message)
}

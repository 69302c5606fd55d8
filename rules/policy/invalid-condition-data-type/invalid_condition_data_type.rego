# METADATA
# title: Condition value that is an object or a list of lists
# description: |
#   The values of a condition are texts, numbers or booleans, or a list of them. AWS refuses the
#   document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-condition-data-type
#   - description: IAM User Guide, condition operators
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-condition-data-type]
#   remediation: |
#     Put the values into one plain list.
package rules.policy["invalid-condition-data-type"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-condition-data-type")
	message := $"{found.name} has a value for {found.subject} that is an object or a list within a list"
	finding := issue.finding(found, message)
}

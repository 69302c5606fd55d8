# METADATA
# title: Policy variable without its end
# description: |
#   A policy variable is written as `${key}`. Without the closing brace it is no variable.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-missing-brace-in-variable
#   - description: IAM User Guide, policy variables
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/missing-brace-in-variable]
#   remediation: |
#     Add the brace.
package rules.policy["missing-brace-in-variable"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("missing-brace-in-variable")
	message := $"{found.name} has the policy variable {found.subject}, which has no closing brace"
	finding := issue.finding(found, message)
}

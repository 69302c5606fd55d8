# METADATA
# title: Policy variable where none is allowed
# description: |
#   Policy variables work in `Resource` and in conditions. In other elements, such as `Action` and
#   `Principal`, they are no variables.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-variable-unsupported-in-element
#   - description: IAM User Guide, policy variables
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/variable-unsupported-in-element]
#   remediation: |
#     Write out what is meant. To mean the caller, use a condition on `aws:PrincipalArn` or
#     `aws:userid`.
package rules.policy["variable-unsupported-in-element"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("variable-unsupported-in-element")
	message := $"{found.name} has the policy variable {found.subject} in {found.detail}, which takes none"
	finding := issue.finding(found, message)
}

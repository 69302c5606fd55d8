# METADATA
# title: Policy variable for an operator that takes none
# description: |
#   Policy variables work with the operators for texts, ARNs and booleans. Numbers, dates, addresses
#   and `Null` take none. AWS refuses the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-variable-for-operator
#   - description: IAM User Guide, policy variables
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-variable-for-operator]
#   remediation: |
#     Write out the value, or use an operator for texts.
package rules.policy["invalid-variable-for-operator"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-variable-for-operator")
	message := $"{found.name} has the policy variable {found.subject} under {found.detail}, which takes none"
	finding := issue.finding(found, message)
}

# METADATA
# title: Space within a policy variable
# description: |
#   The key of a policy variable has no spaces, but in the name of a tag. AWS refuses the document,
#   so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-unsupported-space-in-variable
#   - description: IAM User Guide, policy variables
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/unsupported-space-in-variable]
#   remediation: |
#     Take the space out.
package rules.policy["unsupported-space-in-variable"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("unsupported-space-in-variable")
	message := $"{found.name} has the policy variable {found.subject} with a space in its key"
	finding := issue.finding(found, message)
}

# METADATA
# title: Policy variable without a key
# description: |
#   `${}` names no key. AWS refuses the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-empty-variable
#   - description: IAM User Guide, policy variables
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/empty-variable]
#   remediation: |
#     Name the key, or take the variable out. A dollar sign itself is written `${$}`.
package rules.policy["empty-variable"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("empty-variable")
	message := $"{found.name} has the policy variable {found.subject}, which names no key"
	finding := issue.finding(found, message)
}

# METADATA
# title: Resource in a trust policy
# description: |
#   A trust policy is about the role that it is on, so it names no resource. AWS refuses the
#   document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-role-trust-policy-syntax-error-resource
#   - description: IAM User Guide, grammar of the IAM JSON policy language
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/role-trust-policy-syntax-error-resource]
#   remediation: |
#     Take the element out.
package rules.policy["role-trust-policy-syntax-error-resource"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("role-trust-policy-syntax-error-resource")
	message := $"{found.name} has the element {found.subject}, which a trust policy can't have"
	finding := issue.finding(found, message)
}

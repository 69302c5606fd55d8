# METADATA
# title: NotPrincipal in a trust policy
# description: |
#   A trust policy lists who may assume the role; it can't list who may not. AWS refuses the
#   document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-role-trust-policy-syntax-error-notprincipal
#   - description: IAM User Guide, Principal element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/role-trust-policy-syntax-error-notprincipal]
#   remediation: |
#     List the principals in `Principal`, and narrow them with a condition.
package rules.policy["role-trust-policy-syntax-error-notprincipal"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("role-trust-policy-syntax-error-notprincipal")
	message := $"{found.name} has the element {found.subject}, which a trust policy can't have"
	finding := issue.finding(found, message)
}

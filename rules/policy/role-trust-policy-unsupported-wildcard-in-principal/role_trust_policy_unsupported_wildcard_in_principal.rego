# METADATA
# title: Everyone in a trust policy
# description: |
#   A trust policy has to name who may assume the role. `"Principal": "*"` is not supported there.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-role-trust-policy-unsupported-wildcard-in-principal
#   - description: IAM User Guide, Principal element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 284
#   resources: [policy/role-trust-policy-unsupported-wildcard-in-principal]
#   remediation: |
#     Name the account, the role or the service that is meant.
package rules.policy["role-trust-policy-unsupported-wildcard-in-principal"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("role-trust-policy-unsupported-wildcard-in-principal")
	message := $"{found.name} has {found.subject} for its principal, and a trust policy has to name one"
	finding := issue.finding(found, message)
}

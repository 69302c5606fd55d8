# METADATA
# title: Principal of an unknown type
# description: |
#   The types of principals are `AWS`, `CanonicalUser`, `Federated` and `Service`, spelled exactly
#   so. AWS refuses the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-principal-key
#   - description: IAM User Guide, Principal element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-principal-key]
#   remediation: |
#     Put the principal under the type it has: accounts, users, roles and sessions under `AWS`.
package rules.policy["invalid-principal-key"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-principal-key")
	message := $"{found.name} has a principal of the type {found.subject}, which does not exist"
	finding := issue.suggesting(found, message)
}

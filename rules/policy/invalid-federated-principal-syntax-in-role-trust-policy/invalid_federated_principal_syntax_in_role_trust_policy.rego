# METADATA
# title: Identity provider without a valid form
# description: |
#   A federated principal is the ARN of a provider that the account has, or the domain of one of
#   those that AWS knows, as in `cognito-identity.amazonaws.com`. AWS refuses the document, so that
#   the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-federated-principal-syntax-in-role-trust-policy
#   - description: IAM User Guide, Principal element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-federated-principal-syntax-in-role-trust-policy]
#   remediation: |
#     Write the ARN of the SAML or OIDC provider.
package rules.policy["invalid-federated-principal-syntax-in-role-trust-policy"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-federated-principal-syntax-in-role-trust-policy")
	message := concat(" ", [
		$"{found.name} names the identity provider {found.subject}, which is neither an ARN of one nor a",
		"domain",
	])
	finding := issue.finding(found, message)
}

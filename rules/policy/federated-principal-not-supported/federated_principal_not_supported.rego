# METADATA
# title: Federated principal in a resource policy
# description: |
#   Identity providers can be principals in the trust policies of roles alone, since signing in by
#   one means to assume a role. AWS refuses the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-federated-principal-not-supported
#   - description: IAM User Guide, Principal element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/federated-principal-not-supported]
#   remediation: |
#     Name the role that the provider's users assume.
package rules.policy["federated-principal-not-supported"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("federated-principal-not-supported")
	message := $"{found.name} names the identity provider {found.subject}, and a {found.noun} takes none"
	finding := issue.finding(found, message)
}

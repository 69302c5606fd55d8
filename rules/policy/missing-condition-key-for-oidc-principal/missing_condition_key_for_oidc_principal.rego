# METADATA
# title: Trust in everyone whom an OIDC provider knows
# description: |
#   Without a condition on the claims of the token, every user of the identity provider can assume
#   the role: every customer of the platform, not just those of one's own organization.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-security-warning-missing-condition-key-for-oidc-principal
#   - description: IAM User Guide, roles for OIDC federation
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 284
#   resources: [policy/missing-condition-key-for-oidc-principal]
#   remediation: |
#     Add conditions on the provider's `aud` and `sub`, as in `accounts.google.com:aud`.
package rules.policy["missing-condition-key-for-oidc-principal"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("missing-condition-key-for-oidc-principal")
	message := $"{found.name} trusts {found.subject} without a condition on its tokens"
	finding := issue.finding(found, message)
}

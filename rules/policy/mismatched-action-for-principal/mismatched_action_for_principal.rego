# METADATA
# title: Action that does not fit the principal
# description: |
#   Users of a SAML provider assume a role by `sts:AssumeRoleWithSAML`, those of an OIDC provider by
#   `sts:AssumeRoleWithWebIdentity`, and everyone else by `sts:AssumeRole`. With another action
#   nobody can assume the role.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-mismatched-action-for-principal
#   - description: IAM User Guide, Principal element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/mismatched-action-for-principal]
#   remediation: |
#     Use the action that goes with the principal.
package rules.policy["mismatched-action-for-principal"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("mismatched-action-for-principal")
	message := $"{found.name} allows {found.subject} to {found.detail}, and the two do not go together"
	finding := issue.finding(found, message)
}

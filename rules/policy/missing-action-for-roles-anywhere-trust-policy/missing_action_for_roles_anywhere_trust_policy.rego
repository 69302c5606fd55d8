# METADATA
# title: Role for IAM Roles Anywhere that can't be assumed
# description: |
#   IAM Roles Anywhere sets a source identity and tags when it assumes a role, so the trust policy
#   has to allow `sts:AssumeRole`, `sts:SetSourceIdentity` and `sts:TagSession`. Without one of them
#   nobody gets credentials.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-missing-action-for-roles-anywhere-trust-policy
#   - description: IAM Roles Anywhere User Guide, trust model
#     ref: https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/missing-action-for-roles-anywhere-trust-policy]
#   remediation: |
#     Allow all three actions.
package rules.policy["missing-action-for-roles-anywhere-trust-policy"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("missing-action-for-roles-anywhere-trust-policy")
	message := $"{found.name} trusts {found.subject} and does not allow {found.detail}"
	finding := issue.finding(found, message)
}

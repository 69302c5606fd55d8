# METADATA
# title: Session beside the role that it is of
# description: |
#   A trust policy names a role and a session of the same role. The role stands for all its
#   sessions, so the session changes nothing.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-redundant-principal-in-role-trust-policy
#   - description: IAM User Guide, Principal element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/redundant-principal-in-role-trust-policy]
#   remediation: |
#     Take the session out, or the role where only this session is meant.
package rules.policy["redundant-principal-in-role-trust-policy"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("redundant-principal-in-role-trust-policy")
	message := $"{found.name} names the session {found.subject} beside its role"
	finding := issue.finding(found, message)
}

# METADATA
# title: Condition on a key that nobody may set
# description: |
#   The key is in a request only if the caller sets it, and for that the trust policy has to allow
#   one more action. Without it the condition never holds, and nobody can assume the role.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-missing-action-for-condition-key
#   - description: IAM User Guide, source identity
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/missing-action-for-condition-key]
#   remediation: |
#     Allow the action that the message names, in the same statement or another.
package rules.policy["missing-action-for-condition-key"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("missing-action-for-condition-key")
	message := $"{found.name} asks for {found.subject}, and does not allow {found.detail} to set it"
	finding := issue.finding(found, message)
}

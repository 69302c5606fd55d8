# METADATA
# title: Condition key that is out of date
# description: |
#   The condition key has a successor, and services are not bound to support it.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-deprecated-global-condition-key
#   - description: IAM User Guide, global condition context keys
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/deprecated-global-condition-key]
#   remediation: |
#     Use the successor. `aws:PrincipalArn` has the ARN of the caller, for a session that of its
#     role.
package rules.policy["deprecated-global-condition-key"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("deprecated-global-condition-key")
	message := $"{found.name} has the condition key {found.subject}, whose successor is {found.detail}"
	finding := issue.finding(found, message)
}

# METADATA
# title: Action of another service in a resource policy
# description: |
#   The policy of a resource governs the actions on that resource, and a trust policy those of AWS
#   STS. Actions of other services are refused.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-unsupported-action-in-policy
#   - description: Service Authorization Reference
#     ref: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/unsupported-action-in-policy]
#   remediation: |
#     Move the action to an identity policy, or to the policy of the resource that it is about.
package rules.policy["unsupported-action-in-policy"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("unsupported-action-in-policy")
	message := concat(" ", [
		$"{found.name} names the action {found.subject}, and a {found.noun} takes actions of",
		$"{found.detail} alone",
	])
	finding := issue.finding(found, message)
}

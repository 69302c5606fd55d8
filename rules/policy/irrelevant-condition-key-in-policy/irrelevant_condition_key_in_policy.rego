# METADATA
# title: Condition key without a use in this policy
# description: |
#   The key tells something that is known for every request to the resource, so the condition always
#   has one outcome. It is meant for identity policies.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-irrelevant-condition-key-in-policy
#   - description: Service Authorization Reference
#     ref: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/irrelevant-condition-key-in-policy]
#   remediation: |
#     Take the condition out, or move it to an identity policy.
package rules.policy["irrelevant-condition-key-in-policy"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("irrelevant-condition-key-in-policy")
	message := $"{found.name} has the condition key {found.subject}, which says nothing in a {found.detail}"
	finding := issue.finding(found, message)
}

# METADATA
# title: Allow by a tag that the request does not carry
# description: |
#   Requests for the action do not carry the tags of the resource, so the condition never holds and
#   the statement does not allow the action.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-allow-with-unsupported-tag-condition-key-for-service
#   - description: IAM User Guide, control access with tags
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/allow-with-unsupported-tag-condition-key-for-service]
#   remediation: |
#     Allow the action in a statement of its own, by the ARNs of its resources.
package rules.policy["allow-with-unsupported-tag-condition-key-for-service"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("allow-with-unsupported-tag-condition-key-for-service")
	message := $"{found.name} allows {found.subject} by {found.detail}, which such requests do not carry"
	finding := issue.finding(found, message)
}

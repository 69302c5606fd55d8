# METADATA
# title: Allow of all but some actions by a tag
# description: |
#   `NotAction` means the actions of all services, and requests for many of them do not carry the
#   tags of the resource. These are not allowed, whatever the tags are.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-allow-notaction-with-unsupported-tag-condition-key-for-service
#   - description: IAM User Guide, control access with tags
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/allow-notaction-with-unsupported-tag-condition-key-for-service]
#   remediation: |
#     List the actions to allow in `Action`.
package rules.policy["allow-notaction-with-unsupported-tag-condition-key-for-service"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("allow-notaction-with-unsupported-tag-condition-key-for-service")
	message := $"{found.name} allows all actions but some by {found.subject}, which many requests do not carry"
	finding := issue.finding(found, message)
}

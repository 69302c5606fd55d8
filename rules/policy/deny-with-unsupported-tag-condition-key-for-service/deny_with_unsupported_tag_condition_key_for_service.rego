# METADATA
# title: Deny by a tag that the request does not carry
# description: |
#   Requests for the action do not carry the tags of the resource, so the condition never holds and
#   the statement does not deny the action, whatever the tags are. What carries tags is known from
#   the catalogue, which the service may be ahead of.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-security-warning-deny-with-unsupported-tag-condition-key-for-service
#   - description: IAM User Guide, control access with tags
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 284
#   resources: [policy/deny-with-unsupported-tag-condition-key-for-service]
#   remediation: |
#     Deny the action in a statement of its own, by the ARNs of its resources. `IfExists` is no way
#     out: with it the action is always denied.
package rules.policy["deny-with-unsupported-tag-condition-key-for-service"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("deny-with-unsupported-tag-condition-key-for-service")
	message := $"{found.name} denies {found.subject} by {found.detail}, which such requests do not carry"
	finding := issue.finding(found, message)
}

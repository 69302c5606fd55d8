# METADATA
# title: Condition on a key that the action does not carry
# description: |
#   Requests for the action do not carry the condition key, so for this action the condition never
#   holds: an Allow does not allow it, and a Deny does not deny it. `s3:prefix`, for one, is part of
#   requests to list a bucket, not of those for an object. The finding is low, since the catalogue
#   may lack what the service has since learnt.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-unsupported-action-for-condition-key
#   - description: Service Authorization Reference
#     ref: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/unsupported-action-for-condition-key]
#   remediation: |
#     Move the action to a statement of its own without the condition. For objects of Amazon S3 put
#     the prefix into `Resource`.
package rules.policy["unsupported-action-for-condition-key"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("unsupported-action-for-condition-key")
	message := concat(" ", [
		$"{found.name} names {found.subject} under a condition on {found.detail}, which such requests do",
		"not carry",
	])
	finding := issue.finding(found, message)
}

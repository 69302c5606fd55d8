# METADATA
# title: ARN with an account that it can't have
# description: |
#   The ARNs of such resources have no account: the names of buckets, for one, are unique among all
#   accounts. With an account they match nothing, so the statement never applies.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-arn-account-not-allowed
#   - description: Service Authorization Reference
#     ref: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/arn-account-not-allowed]
#   remediation: |
#     Leave the field empty: `arn:aws:s3:::latchkey-data`. To narrow a statement to an account use
#     the condition key `aws:ResourceAccount`.
package rules.policy["arn-account-not-allowed"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("arn-account-not-allowed")
	message := concat(" ", [
		$"{found.name} names the resource {found.subject} with the account {found.detail}, and its ARN has",
		"none",
	])
	finding := issue.finding(found, message)
}

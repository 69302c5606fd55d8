# METADATA
# title: ARN with an account id of the wrong length
# description: |
#   An account id has twelve digits, leading zeros included, and no dashes. No resource is in
#   another account, so the statement never applies.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-arn-account
#   - description: IAM User Guide, ARNs
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-arn-account]
#   remediation: |
#     Write the twelve digits. In YAML put them in quotes, or a leading zero is lost.
package rules.policy["invalid-arn-account"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-arn-account")
	message := concat(" ", [
		$"{found.name} names the resource {found.subject}, and {found.detail} is no account id of twelve",
		"digits",
	])
	finding := issue.finding(found, message)
}

# METADATA
# title: ARN of a Region that does not exist
# description: |
#   The fourth field of an ARN is a Region code, as in `eu-west-1`. No resource has another, so the
#   statement never applies.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-arn-region
#   - description: IAM User Guide, ARNs
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-arn-region]
#   remediation: |
#     Write the code of the Region, `*` for all, or `${AWS::Region}` within `!Sub`.
package rules.policy["invalid-arn-region"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-arn-region")
	message := concat(" ", [
		$"{found.name} names the resource {found.subject} of the Region {found.detail}, which does not",
		"exist",
	])
	finding := issue.finding(found, message)
}

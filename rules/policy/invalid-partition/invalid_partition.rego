# METADATA
# title: ARN of a partition that does not exist
# description: |
#   The second field of an ARN is the partition: `aws`, `aws-cn`, `aws-us-gov` or another that
#   begins with `aws`. AWS refuses the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-partition
#   - description: IAM User Guide, ARNs
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-partition]
#   remediation: |
#     Write `aws`, or `${AWS::Partition}` within `!Sub`.
package rules.policy["invalid-partition"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-partition")
	message := concat(" ", [
		$"{found.name} names the resource {found.subject} of the partition {found.detail}, which does not",
		"exist",
	])
	finding := issue.finding(found, message)
}

# METADATA
# title: Condition on private addresses alone
# description: |
#   `aws:SourceIp` is the public address of the caller. Private addresses never match it, so the
#   statement never applies.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-private-ip-address
#   - description: IAM User Guide, global condition context keys
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/private-ip-address]
#   remediation: |
#     List the public addresses, as of the NAT gateway. For callers that come through a VPC endpoint
#     use `aws:VpcSourceIp` with `aws:SourceVpc`.
package rules.policy["private-ip-address"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("private-ip-address")
	message := concat(" ", [
		$"{found.name} compares aws:SourceIp with {found.subject} under {found.detail}, and no caller has",
		"a private address there",
	])
	finding := issue.finding(found, message)
}

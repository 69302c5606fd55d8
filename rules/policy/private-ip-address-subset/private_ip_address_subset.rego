# METADATA
# title: Private addresses among public ones
# description: |
#   `aws:SourceIp` is the public address of the caller. The private addresses in the list never
#   match it.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-private-ip-address-subset
#   - description: IAM User Guide, global condition context keys
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/private-ip-address-subset]
#   remediation: |
#     Take them out. For callers that come through a VPC endpoint use `aws:VpcSourceIp` with
#     `aws:SourceVpc`.
package rules.policy["private-ip-address-subset"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("private-ip-address-subset")
	message := concat(" ", [
		$"{found.name} compares aws:SourceIp with {found.subject} among others, which no caller has there",
	])
	finding := issue.finding(found, message)
}

# METADATA
# title: Private addresses among exempt ones
# description: |
#   `aws:SourceIp` is the public address of the caller. The private addresses in the list never
#   match it, so they exempt nobody.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-private-not-ip-address-subset
#   - description: IAM User Guide, global condition context keys
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/private-not-ip-address-subset]
#   remediation: |
#     Take them out. For callers that come through a VPC endpoint use `aws:VpcSourceIp` with
#     `aws:SourceVpc`.
package rules.policy["private-not-ip-address-subset"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("private-not-ip-address-subset")
	message := $"{found.name} compares aws:SourceIp with {found.subject} among others, which exempts nobody"
	finding := issue.finding(found, message)
}

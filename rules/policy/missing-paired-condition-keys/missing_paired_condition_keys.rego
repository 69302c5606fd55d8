# METADATA
# title: Private address without its network
# description: |
#   `aws:VpcSourceIp` is a private address, and every network may use the same ones. Without the
#   network beside it the condition matches callers in any VPC, those of strangers included.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-security-warning-missing-paired-condition-keys
#   - description: IAM User Guide, global condition context keys
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 284
#   resources: [policy/missing-paired-condition-keys]
#   remediation: |
#     Add `aws:SourceVpc` or `aws:SourceVpce` to the same condition.
package rules.policy["missing-paired-condition-keys"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("missing-paired-condition-keys")
	message := $"{found.name} has the condition key {found.subject} without {found.detail}"
	finding := issue.finding(found, message)
}

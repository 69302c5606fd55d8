# METADATA
# title: Condition on an endpoint id of the wrong form
# description: |
#   The id of a VPC endpoint is `vpce-` with 8 or 17 letters and digits. No request has another
#   value, so the condition never matches.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-vpce-format
#   - description: IAM User Guide, global condition context keys
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-vpce-format]
#   remediation: |
#     Write the id, or `!Ref` to the endpoint.
package rules.policy["invalid-vpce-format"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-vpce-format")
	message := $"{found.name} compares {found.detail} with {found.subject}, which is no id of a VPC endpoint"
	finding := issue.finding(found, message)
}

# METADATA
# title: Condition on a Region that does not exist
# description: |
#   The value has not the form of a Region code, so no request has it.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-region
#   - description: IAM User Guide, global condition context keys
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-region]
#   remediation: |
#     Write the code of the Region, as in `eu-west-1`.
package rules.policy["invalid-region"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-region")
	message := $"{found.name} compares {found.detail} with {found.subject}, which is no Region"
	finding := issue.finding(found, message)
}

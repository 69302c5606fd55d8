# METADATA
# title: Condition key without a service
# description: |
#   A condition key is written as `SERVICE:NAME`, a global one with `aws` for the service. AWS
#   refuses the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-condition-key-format
#   - description: IAM User Guide, global condition context keys
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-condition-key-format]
#   remediation: |
#     Write the key with its prefix: `aws:SourceIp` instead of `SourceIp`.
package rules.policy["invalid-condition-key-format"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-condition-key-format")
	message := $"{found.name} has the condition key {found.subject}, which has not the form SERVICE:NAME"
	finding := issue.finding(found, message)
}

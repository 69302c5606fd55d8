# METADATA
# title: Variable for an account, organization or network
# description: |
#   The key names one account, organization, VPC or endpoint. A variable whose value the caller
#   chooses, such as a tag, works like a wildcard.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-variable-usage-too-permissive
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
#   resources: [policy/variable-usage-too-permissive]
#   remediation: |
#     List the ids that are meant.
package rules.policy["variable-usage-too-permissive"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("variable-usage-too-permissive")
	message := $"{found.name} compares {found.detail} with {found.subject}, whose value is not fixed"
	finding := issue.finding(found, message)
}

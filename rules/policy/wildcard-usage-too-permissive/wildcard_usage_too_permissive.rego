# METADATA
# title: Wildcard for an account, organization or network
# description: |
#   The key names one account, organization, VPC or endpoint. With a wildcard the condition lets in
#   others, chosen by no more than how their ids begin.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-wildcard-usage-too-permissive
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
#   resources: [policy/wildcard-usage-too-permissive]
#   remediation: |
#     List the ids that are meant.
package rules.policy["wildcard-usage-too-permissive"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("wildcard-usage-too-permissive")
	message := concat(" ", [
		$"{found.name} compares {found.detail} with {found.subject}, which stands for the ids of strangers",
		"as well",
	])
	finding := issue.finding(found, message)
}

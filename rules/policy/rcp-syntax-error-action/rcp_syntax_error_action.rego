# METADATA
# title: Action that no resource control policy reaches
# description: |
#   Resource control policies reach the resources of some services. AWS refuses actions of others.
#   The finding is low, since the list grows and may be longer than the catalogue's.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-rcp-syntax-error-action
#   - description: Organizations User Guide, RCP syntax
#     ref: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/rcp-syntax-error-action]
#   remediation: |
#     Use a service control policy for the principals of the accounts, or the policy of the
#     resource.
package rules.policy["rcp-syntax-error-action"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("rcp-syntax-error-action")
	message := concat(" ", [
		$"{found.name} names the action {found.subject}, and resource control policies do not reach",
		$"{found.detail}",
	])
	finding := issue.finding(found, message)
}

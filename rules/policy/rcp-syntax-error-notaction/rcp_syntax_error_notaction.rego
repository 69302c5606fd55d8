# METADATA
# title: NotAction in a resource control policy
# description: |
#   A resource control policy has to list the actions that it is about. AWS refuses the document, so
#   that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-rcp-syntax-error-notaction
#   - description: Organizations User Guide, RCP syntax
#     ref: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/rcp-syntax-error-notaction]
#   remediation: |
#     List the actions in `Action`.
package rules.policy["rcp-syntax-error-notaction"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("rcp-syntax-error-notaction")
	message := $"{found.name} has the element {found.subject}, which a resource control policy can't have"
	finding := issue.finding(found, message)
}

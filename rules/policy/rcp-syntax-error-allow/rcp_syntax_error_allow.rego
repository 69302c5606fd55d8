# METADATA
# title: Allow with limits in a resource control policy
# description: |
#   An Allow of a resource control policy can't be limited: it is for all resources, without a
#   condition. AWS refuses the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-rcp-syntax-error-allow
#   - description: Organizations User Guide, RCP syntax
#     ref: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/rcp-syntax-error-allow]
#   remediation: |
#     Deny what is not wanted instead.
package rules.policy["rcp-syntax-error-allow"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("rcp-syntax-error-allow")
	message := $"{found.name} limits an Allow by {found.subject}, which a resource control policy can't"
	finding := issue.finding(found, message)
}

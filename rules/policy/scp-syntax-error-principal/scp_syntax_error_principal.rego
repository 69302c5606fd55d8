# METADATA
# title: Principal in a service control policy
# description: |
#   A service control policy holds for all principals of the accounts it is attached to, so it names
#   none. AWS refuses the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-scp-syntax-error-principal
#   - description: Organizations User Guide, SCP syntax
#     ref: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/scp-syntax-error-principal]
#   remediation: |
#     Use a condition on `aws:PrincipalArn` to leave somebody out.
package rules.policy["scp-syntax-error-principal"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("scp-syntax-error-principal")
	message := $"{found.name} has the element {found.subject}, which a service control policy can't have"
	finding := issue.finding(found, message)
}

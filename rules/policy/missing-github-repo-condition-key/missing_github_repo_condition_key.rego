# METADATA
# title: Trust in all repositories of GitHub
# description: |
#   GitHub Actions of every organization get tokens of the same provider. Without a condition on
#   `token.actions.githubusercontent.com:sub`, or another claim that names a repository, a workflow
#   of any stranger can assume the role.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-security-warning-missing-github-repo-condition-key
#   - description: IAM User Guide, roles for OIDC federation
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 284
#   resources: [policy/missing-github-repo-condition-key]
#   remediation: |
#     Add a condition `StringEquals` on `token.actions.githubusercontent.com:sub` with the
#     repository and the branch.
package rules.policy["missing-github-repo-condition-key"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("missing-github-repo-condition-key")
	message := $"{found.name} trusts {found.subject} without a condition on the repository"
	finding := issue.finding(found, message)
}

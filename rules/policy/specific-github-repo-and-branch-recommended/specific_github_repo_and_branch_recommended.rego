# METADATA
# title: Trust in more than one branch of GitHub
# description: |
#   A wildcard in the subject lets workflows of several repositories assume the role. Where it
#   stands for the branch alone the finding is low: then whoever can push any branch, or open a pull
#   request, can use the role.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-specific-github-repo-and-branch-recommended
#   - description: IAM User Guide, roles for OIDC federation
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 284
#   resources: [policy/specific-github-repo-and-branch-recommended]
#   remediation: |
#     Name the repository and the branch, or an environment with rules of its own.
package rules.policy["specific-github-repo-and-branch-recommended"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("specific-github-repo-and-branch-recommended")
	message := $"{found.name} trusts the GitHub subject {found.subject}, which stands for more than one branch"
	finding := object.union(issue.finding(found, message), {"severity": _severity(found.variant)})
}

# the repository is named, and the rest of the subject is not
_severity("partial") := "low"

_severity("") := "medium"

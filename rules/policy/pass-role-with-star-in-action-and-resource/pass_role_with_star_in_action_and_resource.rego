# METADATA
# title: Any role may be passed, by a wildcard
# description: |
#   Whoever may pass a role to a service can do what the role may. The action with a wildcard
#   includes `iam:PassRole`, and with `*` for the resource that is any role of the account, the most
#   powerful included.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-security-warning-pass-role-with-star-in-action-and-resource
#   - description: IAM User Guide, pass a role to a service
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [privilege]
#   cwe: 269
#   resources: [policy/pass-role-with-star-in-action-and-resource]
#   remediation: |
#     Name the roles in `Resource`, and add a condition on `iam:PassedToService` with the service
#     that is meant.
package rules.policy["pass-role-with-star-in-action-and-resource"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("pass-role-with-star-in-action-and-resource")
	message := $"{found.name} allows {found.detail}, and so {found.subject} for every role"
	finding := issue.finding(found, message)
}

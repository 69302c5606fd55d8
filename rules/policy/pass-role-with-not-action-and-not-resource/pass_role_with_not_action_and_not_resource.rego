# METADATA
# title: All roles but some may be passed, as not excluded
# description: |
#   Whoever may pass a role to a service can do what the role may. `NotAction` and `NotResource`
#   allow everything that is not listed, so to pass roles as well.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-security-warning-pass-role-with-not-action-and-not-resource
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
#   resources: [policy/pass-role-with-not-action-and-not-resource]
#   remediation: |
#     Name the roles in `Resource`, and add a condition on `iam:PassedToService` with the service
#     that is meant.
package rules.policy["pass-role-with-not-action-and-not-resource"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("pass-role-with-not-action-and-not-resource")
	message := concat(" ", [
		$"{found.name} allows all but what is listed, and so {found.subject} for every role that is not in",
		"NotResource",
	])
	finding := issue.finding(found, message)
}

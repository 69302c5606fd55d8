# METADATA
# title: All service-linked roles but some, as not excluded
# description: |
#   A service-linked role lets a service act in the account. `NotAction` and `NotResource` allow
#   everything that is not listed, so to make such roles as well.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-create-slr-with-not-action-and-not-resource
#   - description: IAM User Guide, service-linked roles
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [privilege]
#   resources: [policy/create-slr-with-not-action-and-not-resource]
#   remediation: |
#     Name the role of the service in `Resource`, as in
#     `arn:aws:iam::*:role/aws-service-role/SERVICE.amazonaws.com/*`, or add a condition on
#     `iam:AWSServiceName`.
package rules.policy["create-slr-with-not-action-and-not-resource"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("create-slr-with-not-action-and-not-resource")
	message := concat(" ", [
		$"{found.name} allows all but what is listed, and so {found.subject} for every role that is not in",
		"NotResource",
	])
	finding := issue.finding(found, message)
}

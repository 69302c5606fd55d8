# METADATA
# title: Any service-linked role, by a wildcard
# description: |
#   A service-linked role lets a service act in the account. The action with a wildcard includes
#   `iam:CreateServiceLinkedRole`, and with `*` for the resource the role may be made for any
#   service.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-create-slr-with-star-in-action-and-resource
#   - description: IAM User Guide, service-linked roles
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [privilege]
#   resources: [policy/create-slr-with-star-in-action-and-resource]
#   remediation: |
#     Name the role of the service in `Resource`, as in
#     `arn:aws:iam::*:role/aws-service-role/SERVICE.amazonaws.com/*`, or add a condition on
#     `iam:AWSServiceName`.
package rules.policy["create-slr-with-star-in-action-and-resource"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("create-slr-with-star-in-action-and-resource")
	message := $"{found.name} allows {found.detail}, and so {found.subject} for every service"
	finding := issue.finding(found, message)
}

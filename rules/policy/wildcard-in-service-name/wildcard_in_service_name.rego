# METADATA
# title: Wildcard in the service of an ARN
# description: |
#   A wildcard in the service of an ARN means services that nobody thought of, or none: where
#   actions are matched with it is not documented.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-wildcard-in-service-name
#   - description: IAM User Guide, ARNs
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/wildcard-in-service-name]
#   remediation: |
#     Name the service, in one ARN for each.
package rules.policy["wildcard-in-service-name"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("wildcard-in-service-name")
	message := $"{found.name} names the resource {found.subject}, whose service {found.detail} holds a wildcard"
	finding := issue.finding(found, message)
}

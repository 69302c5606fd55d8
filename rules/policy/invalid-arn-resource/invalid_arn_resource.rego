# METADATA
# title: ARN that names no resource
# description: |
#   The last field of the ARN is empty, so it names nothing, and the statement never applies.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-arn-resource
#   - description: IAM User Guide, ARNs
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-arn-resource]
#   remediation: |
#     Add the name of the resource, or `*` for all.
package rules.policy["invalid-arn-resource"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-arn-resource")
	message := $"{found.name} names the resource {found.subject}, whose last field is empty"
	finding := issue.finding(found, message)
}

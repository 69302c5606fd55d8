# METADATA
# title: Service of an ARN in capitals
# description: |
#   The service of an ARN is written in lower case, and resources are compared with regard to case:
#   the statement never applies.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-arn-service-case
#   - description: IAM User Guide, ARNs
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-arn-service-case]
#   remediation: |
#     Write the service in lower case.
package rules.policy["invalid-arn-service-case"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-arn-service-case")
	message := concat(" ", [
		$"{found.name} names the resource {found.subject}, whose service {found.detail} is not in lower",
		"case",
	])
	finding := issue.finding(found, message)
}

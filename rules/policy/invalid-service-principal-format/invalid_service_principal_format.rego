# METADATA
# title: Service principal without a valid form
# description: |
#   The name of a service as a principal is in lower case and ends in the domain of AWS, as in
#   `lambda.amazonaws.com`. Conditions on keys such as `iam:PassedToService` compare with the same
#   names. Anything else is refused, or never equal.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-service-principal-format
#   - description: IAM User Guide, Principal element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-service-principal-format]
#   remediation: |
#     Look the name up in the guide of the service; it is not always the prefix of its actions.
package rules.policy["invalid-service-principal-format"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-service-principal-format")
	message := $"{found.name} names the service {found.subject}, which has not the form {found.detail}"
	finding := issue.finding(found, message)
}

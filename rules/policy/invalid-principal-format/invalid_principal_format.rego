# METADATA
# title: Principal without a valid form
# description: |
#   A principal is `*`, or an object with a type: an account id, an ARN or `*` under `AWS`, a
#   service under `Service`. Plain names such as `user01`, groups, and the name that `!Ref` gives of
#   a role are none. AWS refuses the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-principal-format
#   - description: IAM User Guide, Principal element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-principal-format]
#   remediation: |
#     Write the whole ARN, or the 12-digit account id in quotes. In a template `!GetAtt Role.Arn`
#     gives the ARN of a role.
package rules.policy["invalid-principal-format"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-principal-format")
	message := $"{found.name} names the principal {found.subject}: {found.detail}"
	finding := issue.finding(found, message)
}

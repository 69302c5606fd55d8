# METADATA
# title: Condition operator that does not exist
# description: |
#   The policy language has a fixed list of condition operators, each of which may begin with
#   `ForAnyValue:` or `ForAllValues:` and end in `IfExists`. AWS refuses the document, so that the
#   deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-condition-operator
#   - description: IAM User Guide, condition operators
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-condition-operator]
#   remediation: |
#     Write the operator as the IAM User Guide lists it, as in `StringEquals`.
package rules.policy["invalid-condition-operator"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-condition-operator")
	message := $"{found.name} has the condition operator {found.subject}, which does not exist"
	finding := issue.finding(found, message)
}

# METADATA
# title: Elements that exclude each other
# description: |
#   A statement has `Principal` or `NotPrincipal`, `Action` or `NotAction`, `Resource` or
#   `NotResource`, never both of a pair. AWS refuses the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-unsupported-element-combination
#   - description: IAM User Guide, grammar of the IAM JSON policy language
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/unsupported-element-combination]
#   remediation: |
#     Split the statement in two, or express one element by a condition.
package rules.policy["unsupported-element-combination"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("unsupported-element-combination")
	message := $"{found.name} has a statement with both {found.detail} and {found.subject}"
	finding := issue.finding(found, message)
}

# METADATA
# title: Policy without a statement
# description: |
#   A policy has to have at least one statement. AWS refuses the document, so that the deployment
#   fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-missing-statement
#   - description: IAM User Guide, grammar of the IAM JSON policy language
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/missing-statement]
#   remediation: |
#     Add a statement, or take the policy out.
package rules.policy["missing-statement"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("missing-statement")
	message := $"{found.name} has no statement"
	finding := issue.finding(found, message)
}

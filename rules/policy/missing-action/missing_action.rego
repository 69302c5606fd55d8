# METADATA
# title: Statement without an Action
# description: |
#   A statement has to name actions in `Action`, or those it leaves out in `NotAction`. AWS refuses
#   the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-missing-action
#   - description: IAM User Guide, grammar of the IAM JSON policy language
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/missing-action]
#   remediation: |
#     Add `Action` with the actions that the statement is about.
package rules.policy["missing-action"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("missing-action")
	message := $"{found.name} has a statement with neither Action nor NotAction"
	finding := issue.finding(found, message)
}

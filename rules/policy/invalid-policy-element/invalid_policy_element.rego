# METADATA
# title: Element that the policy language does not have
# description: |
#   A policy consists of `Version`, `Id` and `Statement`, a statement of `Sid`, `Principal`,
#   `Effect`, `Action`, `Resource`, `Condition` and the `Not` forms of some. Their names are
#   compared exactly, so `action` and `Actions` are no elements, either. AWS refuses the document,
#   so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-policy-element
#   - description: IAM User Guide, grammar of the IAM JSON policy language
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-policy-element]
#   remediation: |
#     Write the element as the grammar has it, or take it out. JSON has no comments: use `Sid` to
#     say what a statement is for.
package rules.policy["invalid-policy-element"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-policy-element")
	message := $"{found.name} has the element {found.subject}, which the policy language does not have"
	finding := issue.suggesting(found, message)
}

# METADATA
# title: Null with IfExists
# description: |
#   `Null` asks whether a key is there, so `IfExists` has no meaning with it. AWS refuses the
#   document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-null-with-if-exists
#   - description: IAM User Guide, condition operators
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/null-with-if-exists]
#   remediation: |
#     Write `Null` alone: `true` for a key that is absent, `false` for one that is there.
package rules.policy["null-with-if-exists"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("null-with-if-exists")
	message := $"{found.name} has the condition operator {found.subject}, and Null goes without IfExists"
	finding := issue.finding(found, message)
}

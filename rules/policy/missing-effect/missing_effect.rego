# METADATA
# title: Statement without an Effect
# description: |
#   A statement has to say whether it allows or denies. AWS refuses the document, so that the
#   deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-missing-effect
#   - description: IAM User Guide, Effect element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_effect.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/missing-effect]
#   remediation: |
#     Add `Effect` with `Allow` or `Deny`.
package rules.policy["missing-effect"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("missing-effect")
	message := $"{found.name} has a statement without an Effect"
	finding := issue.finding(found, message)
}

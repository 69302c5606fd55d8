# METADATA
# title: Effect that is neither Allow nor Deny
# description: |
#   The effect of a statement is `Allow` or `Deny`, in exactly this spelling. AWS refuses the
#   document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-effect
#   - description: IAM User Guide, Effect element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_effect.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-effect]
#   remediation: |
#     Write `Allow` or `Deny`.
package rules.policy["invalid-effect"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-effect")
	message := $"{found.name} has the effect {found.subject}, which is neither Allow nor Deny"
	finding := issue.finding(found, message)
}

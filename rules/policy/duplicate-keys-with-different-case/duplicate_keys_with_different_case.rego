# METADATA
# title: Condition key in two spellings
# description: |
#   Condition keys are compared without regard to case, so the key stands twice under one operator.
#   AWS refuses the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-duplicate-keys-with-different-case
#   - description: IAM User Guide, global condition context keys
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/duplicate-keys-with-different-case]
#   remediation: |
#     Put the values into one list under one key.
package rules.policy["duplicate-keys-with-different-case"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("duplicate-keys-with-different-case")
	message := concat(" ", [
		$"{found.name} has the condition keys {found.detail} and {found.subject}, which are one and the",
		"same",
	])
	finding := issue.finding(found, message)
}

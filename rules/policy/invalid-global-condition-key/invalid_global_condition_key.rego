# METADATA
# title: Global condition key that does not exist
# description: |
#   No global condition key in the catalogue has this name. A condition on a key that is never there
#   does not hold, or always does, depending on its operator. The finding is low, since the key may
#   be newer than the catalogue.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-global-condition-key
#   - description: IAM User Guide, global condition context keys
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-global-condition-key]
#   remediation: |
#     Look the key up in the IAM User Guide.
package rules.policy["invalid-global-condition-key"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-global-condition-key")
	message := $"{found.name} has the condition key {found.subject}, which is not known"
	finding := issue.suggesting(found, message)
}

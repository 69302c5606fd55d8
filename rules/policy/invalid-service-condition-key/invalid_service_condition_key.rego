# METADATA
# title: Condition key that the service does not have
# description: |
#   The service has no such condition key in the catalogue. A condition on a key that is never there
#   does not hold, or always does, depending on its operator. The finding is low, since the key may
#   be newer than the catalogue.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-service-condition-key
#   - description: Service Authorization Reference
#     ref: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-service-condition-key]
#   remediation: |
#     Look the key up in the Service Authorization Reference.
package rules.policy["invalid-service-condition-key"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-service-condition-key")
	message := $"{found.name} has the condition key {found.subject}, which is not known"
	finding := issue.suggesting(found, message)
}

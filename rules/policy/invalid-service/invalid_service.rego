# METADATA
# title: Condition key of a service that does not exist
# description: |
#   No service in the catalogue has the prefix of this condition key. The finding is low, since the
#   service may be newer than the catalogue.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-service
#   - description: Service Authorization Reference
#     ref: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-service]
#   remediation: |
#     Look the prefix up in the Service Authorization Reference.
package rules.policy["invalid-service"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-service")
	message := $"{found.name} has the condition key {found.subject}, whose service is not known"
	finding := issue.suggesting(found, message)
}

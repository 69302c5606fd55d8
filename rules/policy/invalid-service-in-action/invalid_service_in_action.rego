# METADATA
# title: Action of a service that does not exist
# description: |
#   No service in the catalogue has this prefix. The action has no effect, unless the service is
#   newer than the catalogue.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-service-in-action
#   - description: Service Authorization Reference
#     ref: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-service-in-action]
#   remediation: |
#     Look the prefix up in the Service Authorization Reference. It is not always the name of the
#     service: Amazon SES is `ses`, AWS Step Functions is `states`.
package rules.policy["invalid-service-in-action"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-service-in-action")
	message := $"{found.name} names an action of the service {found.subject}, which is not known"
	finding := issue.suggesting(found, message)
}

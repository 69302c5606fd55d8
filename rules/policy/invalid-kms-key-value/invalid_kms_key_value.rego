# METADATA
# title: Condition on a key that is no key ARN
# description: |
#   The condition key has the whole ARN of a KMS key. An id or an alias is never equal to it.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-kms-key-value
#   - description: Service Authorization Reference
#     ref: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-kms-key-value]
#   remediation: |
#     Write the ARN of the key, as in `arn:aws:kms:eu-west-1:111122223333:key/ID`.
package rules.policy["invalid-kms-key-value"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-kms-key-value")
	message := $"{found.name} compares {found.detail} with {found.subject}, which is no ARN of a KMS key"
	finding := issue.finding(found, message)
}

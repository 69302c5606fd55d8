# METADATA
# title: ARN with a Region that it can't have
# description: |
#   The ARNs of the service have no Region, though the resource may be in one. With a Region they
#   match nothing, so the statement never applies.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-arn-region-not-allowed
#   - description: Service Authorization Reference
#     ref: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/arn-region-not-allowed]
#   remediation: |
#     Leave the field empty: `arn:aws:iam::111122223333:role/Reader`.
package rules.policy["arn-region-not-allowed"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("arn-region-not-allowed")
	message := $"{found.name} names the resource {found.subject} in {found.detail}, and its ARN has no Region"
	finding := issue.finding(found, message)
}

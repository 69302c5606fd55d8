# METADATA
# title: Service narrowed by another key than it should be
# description: |
#   The statement narrows for whom the service acts by a key that was not made for it, such as
#   `aws:SourceOwner` or `aws:Referer`.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-recommended-condition-key-for-service-principal
#   - description: IAM User Guide, the confused deputy problem
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/recommended-condition-key-for-service-principal]
#   remediation: |
#     Use `aws:SourceArn` or `aws:SourceAccount`.
package rules.policy["recommended-condition-key-for-service-principal"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("recommended-condition-key-for-service-principal")
	message := $"{found.name} narrows {found.subject} by another key than aws:SourceArn or aws:SourceAccount"
	finding := issue.finding(found, message)
}

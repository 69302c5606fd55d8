# METADATA
# title: Condition that no service fulfils
# description: |
#   The key tells of a caller with an account, an organization or tags. A service that calls by
#   itself has none, so the condition never holds and the service gets no access.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-unsupported-condition-key-for-service-principal
#   - description: IAM User Guide, global condition context keys
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/unsupported-condition-key-for-service-principal]
#   remediation: |
#     Use `aws:SourceOrgID`, `aws:SourceAccount` or `aws:SourceArn`, which tell for whom the service
#     acts.
package rules.policy["unsupported-condition-key-for-service-principal"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("unsupported-condition-key-for-service-principal")
	message := $"{found.name} asks {found.detail} for {found.subject}, which requests of a service never have"
	finding := issue.finding(found, message)
}

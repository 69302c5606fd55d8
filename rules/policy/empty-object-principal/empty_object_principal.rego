# METADATA
# title: Principal that names nobody
# description: |
#   An object without a type of principal makes the statement hold for nobody.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-empty-object-principal
#   - description: IAM User Guide, JSON policy elements
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/empty-object-principal]
#   remediation: |
#     Name the principals, or take the statement out.
package rules.policy["empty-object-principal"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("empty-object-principal")
	message := $"{found.name} has an empty {found.subject}, which means nobody"
	finding := issue.finding(found, message)
}

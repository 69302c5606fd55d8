# METADATA
# title: Statement about no principals
# description: |
#   A list without principals makes the statement hold for nobody.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-empty-array-principal
#   - description: IAM User Guide, JSON policy elements
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/empty-array-principal]
#   remediation: |
#     List the principals, or take the statement out.
package rules.policy["empty-array-principal"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("empty-array-principal")
	message := $"{found.name} has an empty list in {found.subject}, which means nobody"
	finding := issue.finding(found, message)
}

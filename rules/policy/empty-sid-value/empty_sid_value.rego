# METADATA
# title: Empty Sid
# description: |
#   A `Sid` is optional, but where there is one it has to say something.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-empty-sid-value
#   - description: IAM User Guide, Sid element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/empty-sid-value]
#   remediation: |
#     Give the statement a name, or take the `Sid` out.
package rules.policy["empty-sid-value"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("empty-sid-value")
	message := $"{found.name} has a statement with an empty Sid"
	finding := issue.finding(found, message)
}

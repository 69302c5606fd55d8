# METADATA
# title: IfExists without values
# description: |
#   Without values the condition holds for requests that do not carry the key, and for no others.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-empty-array-condition-ifexists
#   - description: IAM User Guide, JSON policy elements
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/empty-array-condition-ifexists]
#   remediation: |
#     Use `Null` with `true` to ask for requests without the key.
package rules.policy["empty-array-condition-ifexists"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("empty-array-condition-ifexists")
	message := concat(" ", [
		$"{found.name} has no values for {found.subject} under {found.detail}, which holds for requests",
		"without the key alone",
	])
	finding := issue.finding(found, message)
}

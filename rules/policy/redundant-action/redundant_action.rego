# METADATA
# title: Action that another covers
# description: |
#   The action is in the list already, mostly by a wildcard. Whoever takes it out to forbid it
#   changes nothing.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-redundant-action
#   - description: IAM User Guide, JSON policy elements
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/redundant-action]
#   remediation: |
#     Take out the action, or the wildcard.
package rules.policy["redundant-action"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("redundant-action")
	finding := issue.finding(found, _message(found))
}

_message(found) := $"{found.name} names the action {found.subject}, which {found.detail} covers" if {
	lower(found.subject) != lower(found.detail)
}

_message(found) := $"{found.name} names the action {found.subject} twice" if lower(found.subject) == lower(found.detail)

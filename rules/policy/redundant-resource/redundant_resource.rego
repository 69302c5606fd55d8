# METADATA
# title: Resource that another covers
# description: |
#   The resource is in the list already, mostly by a wildcard. Whoever takes it out to forbid it
#   changes nothing.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-redundant-resource
#   - description: IAM User Guide, JSON policy elements
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/redundant-resource]
#   remediation: |
#     Take out the resource, or the wildcard.
package rules.policy["redundant-resource"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("redundant-resource")
	finding := issue.finding(found, _message(found))
}

_message(found) := $"{found.name} names the resource {found.subject}, which {found.detail} covers" if {
	found.subject != found.detail
}

_message(found) := $"{found.name} names the resource {found.subject} twice" if found.subject == found.detail

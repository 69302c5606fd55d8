# METADATA
# title: Element of the wrong JSON type
# description: |
#   An element holds another type of JSON than the grammar wants, such as an object where a text or
#   a list of texts is expected. AWS refuses the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-data-type-mismatch
#   - description: IAM User Guide, grammar of the IAM JSON policy language
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/data-type-mismatch]
#   remediation: |
#     Give the element the type that the message names.
package rules.policy["data-type-mismatch"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("data-type-mismatch")
	message := $"{found.name} has a value in {found.subject} that is not {found.detail}"
	finding := issue.finding(found, message)
}

# METADATA
# title: Sid that stands twice
# description: |
#   The statements of an identity policy, and of a service control policy, have to have different
#   names. AWS refuses the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-unique-sids-required
#   - description: IAM User Guide, Sid element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/unique-sids-required]
#   remediation: |
#     Rename one of the statements.
package rules.policy["unique-sids-required"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("unique-sids-required")
	message := $"{found.name} has several statements with the Sid {found.subject}"
	finding := issue.finding(found, message)
}

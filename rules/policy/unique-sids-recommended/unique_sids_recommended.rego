# METADATA
# title: Sid that stands twice in a resource policy
# description: |
#   Two statements of a resource policy have one name. Services accept it, but whoever removes a
#   statement by its name, as `RemovePermission` does, cannot tell which is meant.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-unique-sids-recommended
#   - description: IAM User Guide, Sid element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/unique-sids-recommended]
#   remediation: |
#     Rename one of the statements.
package rules.policy["unique-sids-recommended"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("unique-sids-recommended")
	message := $"{found.name} has several statements with the Sid {found.subject}"
	finding := issue.finding(found, message)
}

# METADATA
# title: ARN without the account that it has to have
# description: |
#   All resources of the service are in an account, and their ARNs say in which. An ARN without one
#   matches nothing, so the statement never applies.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-missing-arn-account
#   - description: Service Authorization Reference
#     ref: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/missing-arn-account]
#   remediation: |
#     Add the account id, or `*` for all.
package rules.policy["missing-arn-account"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("missing-arn-account")
	message := concat(" ", [
		$"{found.name} names the resource {found.subject} without an account, and all of {found.detail}",
		"have one",
	])
	finding := issue.finding(found, message)
}

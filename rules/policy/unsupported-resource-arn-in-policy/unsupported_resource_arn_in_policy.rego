# METADATA
# title: Resource of another service in a resource policy
# description: |
#   The policy of a resource is about that resource alone, so its statements can't name resources of
#   another service. AWS refuses the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-unsupported-resource-arn-in-policy
#   - description: IAM User Guide, Resource element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/unsupported-resource-arn-in-policy]
#   remediation: |
#     Name the resource that the policy is on, or move the statement to an identity policy.
package rules.policy["unsupported-resource-arn-in-policy"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("unsupported-resource-arn-in-policy")
	message := concat(" ", [
		$"{found.name} names the resource {found.subject}, and a {found.noun} takes resources of",
		$"{found.detail} alone",
	])
	finding := issue.finding(found, message)
}

# METADATA
# title: Statement without a Resource
# description: |
#   A statement has to name resources in `Resource`, or those it leaves out in `NotResource`. Only
#   in trust policies, and in the policies of some resources, there is but one resource to be meant.
#   AWS refuses the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-missing-resource
#   - description: IAM User Guide, Resource element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/missing-resource]
#   remediation: |
#     Add `Resource` with the ARNs of what the statement is about. Actions without a resource of
#     their own take `*`.
package rules.policy["missing-resource"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("missing-resource")
	message := $"{found.name} has a statement with neither Resource nor NotResource"
	finding := issue.finding(found, message)
}

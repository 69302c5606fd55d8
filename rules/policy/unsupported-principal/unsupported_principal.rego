# METADATA
# title: Principal in an identity policy
# description: |
#   An identity policy holds for those it is attached to, so it has no `Principal`. AWS refuses the
#   document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-unsupported-principal
#   - description: IAM User Guide, Principal element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/unsupported-principal]
#   remediation: |
#     Take the element out, or move the statement to the policy of the resource.
package rules.policy["unsupported-principal"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("unsupported-principal")
	message := $"{found.name} has the element {found.subject}, and an identity policy names no principal"
	finding := issue.finding(found, message)
}

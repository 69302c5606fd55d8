# METADATA
# title: Resource policy without a Principal
# description: |
#   The policy of a resource, and the trust policy of a role, has to say in each statement for whom
#   it holds. AWS refuses the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-missing-principal
#   - description: IAM User Guide, Principal element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/missing-principal]
#   remediation: |
#     Add `Principal`. To mean everyone, write `*` and narrow it with a condition.
package rules.policy["missing-principal"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("missing-principal")
	message := $"{found.name} has a statement with neither Principal nor NotPrincipal"
	finding := issue.finding(found, message)
}

# METADATA
# title: Wildcard within a principal
# description: |
#   In a principal `*` stands alone for everyone; it is no wildcard for a part of an ARN or of a
#   service's name. AWS refuses the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-unsupported-wildcard-in-principal
#   - description: IAM User Guide, Principal element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/unsupported-wildcard-in-principal]
#   remediation: |
#     Name the account as the principal and narrow it with a condition `ArnLike` on
#     `aws:PrincipalArn`, which takes wildcards.
package rules.policy["unsupported-wildcard-in-principal"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("unsupported-wildcard-in-principal")
	message := $"{found.name} names the principal {found.subject}, and a principal holds no wildcard"
	finding := issue.finding(found, message)
}

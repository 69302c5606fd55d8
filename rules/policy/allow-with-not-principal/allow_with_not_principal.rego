# METADATA
# title: Allow for all but some principals
# description: |
#   `Allow` with `NotPrincipal` allows everyone who is not listed, anonymous callers of the internet
#   included.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-security-warning-allow-with-not-principal
#   - description: IAM User Guide, NotPrincipal element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 284
#   resources: [policy/allow-with-not-principal]
#   remediation: |
#     List who is meant in `Principal`. To keep somebody out, allow those who are meant and deny the
#     others in a statement of its own.
package rules.policy["allow-with-not-principal"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("allow-with-not-principal")
	message := $"{found.name} allows all principals but those in NotPrincipal, anonymous ones included"
	finding := issue.finding(found, message)
}

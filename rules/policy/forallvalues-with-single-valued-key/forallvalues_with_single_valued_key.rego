# METADATA
# title: ForAllValues on a key with one value
# description: |
#   `ForAllValues` holds for requests that do not carry the key at all. On a key with one value it
#   is of no use, and it turns an Allow into one for everybody who leaves the key out.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-security-warning-forallvalues-with-single-valued-key
#   - description: IAM User Guide, multivalued context keys
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 284
#   resources: [policy/forallvalues-with-single-valued-key]
#   remediation: |
#     Take `ForAllValues:` out.
package rules.policy["forallvalues-with-single-valued-key"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("forallvalues-with-single-valued-key")
	message := concat(" ", [
		$"{found.name} allows by {found.detail} on {found.subject}, which holds for requests without the",
		"key",
	])
	finding := issue.finding(found, message)
}

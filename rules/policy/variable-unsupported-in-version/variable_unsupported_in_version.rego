# METADATA
# title: Policy variable in a policy of 2008
# description: |
#   Policy variables exist since the version `2012-10-17`. In an older version, which is also that
#   of a policy without one, the variable is literal text, and the statement is about a resource
#   that nobody has.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-variable-unsupported-in-version
#   - description: IAM User Guide, policy variables
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/variable-unsupported-in-version]
#   remediation: |
#     Set `Version` to `2012-10-17`.
package rules.policy["variable-unsupported-in-version"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("variable-unsupported-in-version")
	message := concat(" ", [
		$"{found.name} has the policy variable {found.subject}, which is literal text before version",
		"2012-10-17",
	])
	finding := issue.finding(found, message)
}

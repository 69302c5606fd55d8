# METADATA
# title: Policy without a Version
# description: |
#   A policy without `Version` is read as one of 2008. Policy variables such as `${aws:username}`
#   are then literal text: what was meant to name the caller's own folder names a folder that nobody
#   has.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-missing-version
#   - description: IAM User Guide, Version element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/missing-version]
#   remediation: |
#     Add `"Version": "2012-10-17"` above the statements.
package rules.policy["missing-version"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("missing-version")
	message := $"{found.name} has no Version, so it is read as a policy of 2008"
	finding := issue.finding(found, message)
}

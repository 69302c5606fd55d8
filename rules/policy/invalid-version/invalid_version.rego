# METADATA
# title: Version that the policy language does not have
# description: |
#   `Version` names the version of the policy language, of which there are two: `2012-10-17` and
#   `2008-10-17`. It is not the date of the document. AWS refuses the document, so that the
#   deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-version
#   - description: IAM User Guide, Version element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-version]
#   remediation: |
#     Write `"Version": "2012-10-17"`. Policy variables work in no other.
package rules.policy["invalid-version"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-version")
	message := $"{found.name} has the version {found.subject}, which the policy language does not have"
	finding := issue.finding(found, message)
}

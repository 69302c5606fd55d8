# METADATA
# title: Sid with characters that IAM refuses
# description: |
#   In the policies of IAM a `Sid` consists of letters and digits alone. AWS refuses the document,
#   so that the deployment fails. Other services, such as Amazon S3 and AWS KMS, take more.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-unsupported-sid
#   - description: IAM User Guide, Sid element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/unsupported-sid]
#   remediation: |
#     Write the words together: `AllowReading` instead of `allow reading`.
package rules.policy["unsupported-sid"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("unsupported-sid")
	message := $"{found.name} has the Sid {found.subject}, and IAM takes letters and digits alone"
	finding := issue.finding(found, message)
}

# METADATA
# title: ARN with too few fields
# description: |
#   An ARN has six fields, some of which may be empty:
#   `arn:partition:service:region:account:resource`. AWS refuses the document, so that the
#   deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-missing-arn-field
#   - description: IAM User Guide, ARNs
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/missing-arn-field]
#   remediation: |
#     Add what is missing. Mind the colons of fields that are empty: `arn:aws:s3:::latchkey-data`.
package rules.policy["missing-arn-field"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("missing-arn-field")
	message := $"{found.name} names the resource {found.subject}, which has less than the six fields of an ARN"
	finding := issue.finding(found, message)
}

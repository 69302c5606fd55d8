# METADATA
# title: Resource that is no ARN
# description: |
#   A resource is `*` or an ARN, which begins with `arn:`. A name alone is refused. In a template
#   this is mostly a `!Ref`, which gives the name, the id or the URL of many resources and not the
#   ARN.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-arn-prefix
#   - description: IAM User Guide, ARNs
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-arn-prefix]
#   remediation: |
#     Write the ARN. In a template use `!GetAtt Bucket.Arn`, and `!Sub "${Bucket.Arn}/*"` for what
#     is in it.
package rules.policy["invalid-arn-prefix"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-arn-prefix")
	message := $"{found.name} names the resource {found.subject}, which is no ARN"
	finding := issue.explained(found, message)
}

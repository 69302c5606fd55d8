# METADATA
# title: Service that may act for anyone
# description: |
#   The service acts on the resource for its customers, and every account can be one: a stranger can
#   make it use the resource on their behalf. The service says for whom it acts in `aws:SourceArn`
#   and `aws:SourceAccount`, which the statement does not look at. Where the service may only read
#   how the resource is set up, as by `s3:GetBucketAcl`, the finding is low.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-security-warning-restrict-access-to-service-principal
#   - description: IAM User Guide, the confused deputy problem
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 441
#   resources: [policy/restrict-access-to-service-principal]
#   remediation: |
#     Add a condition on `aws:SourceArn` with the resource that is meant, or on `aws:SourceAccount`
#     with the account.
package rules.policy["restrict-access-to-service-principal"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("restrict-access-to-service-principal")
	message := $"{found.name} allows {found.subject} to act for any account"
	finding := object.union(issue.finding(found, message), {"severity": _severity(found.variant)})
}

# the service may read how the resource is set up, and nothing of what is in it
_severity("partial") := "low"

_severity("") := "high"

# METADATA
# title: Action that does not exist
# description: |
#   An action is written as `SERVICE:NAME`. Without the service AWS refuses the document, and the
#   finding is high. An action that is not in the catalogue has no effect, or it is newer than the
#   catalogue: then the finding is low.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-action
#   - description: Service Authorization Reference
#     ref: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/invalid-action]
#   remediation: |
#     Look the action up in the Service Authorization Reference. The names of actions are not always
#     those of API operations: `ListBuckets` is governed by `s3:ListAllMyBuckets`.
package rules.policy["invalid-action"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("invalid-action")
	message := $"{found.name} names the action {found.subject}, which does not exist"
	finding := object.union(issue.suggesting(found, message), {"severity": _severity(found.variant)})
}

# what the catalogue does not hold may be newer than the catalogue
_severity("unlisted") := "low"

_severity("malformed") := "high"

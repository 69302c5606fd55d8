# METADATA
# title: Condition on a tag without its key
# description: |
#   The key stands for a family, with one member for each tag: `aws:ResourceTag/team`. Without a tag
#   there is no such key, and AWS refuses it or never finds it in a request.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-missing-tag-key-in-condition
#   - description: IAM User Guide, control access with tags
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/missing-tag-key-in-condition]
#   remediation: |
#     Add `/` and the key of the tag. For the keys of all tags use `aws:TagKeys`.
package rules.policy["missing-tag-key-in-condition"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("missing-tag-key-in-condition")
	message := $"{found.name} has the condition key {found.subject}, which does not say of which tag"
	finding := issue.finding(found, message)
}

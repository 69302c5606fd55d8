# METADATA
# title: Service control policy that is too long
# description: |
#   Organizations limits the size of a service control policy to 10,240 characters. A longer one is
#   refused.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-policy-size-exceeds-scp-quota
#   - description: Organizations User Guide, quotas
#     ref: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/policy-size-exceeds-scp-quota]
#   remediation: |
#     Split the policy, or put wildcards in place of long lists.
package rules.policy["policy-size-exceeds-scp-quota"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("policy-size-exceeds-scp-quota")
	message := $"{found.name} has at least {found.subject} characters, and the limit is {found.detail}"
	finding := issue.finding(found, message)
}

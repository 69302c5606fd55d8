# METADATA
# title: Policy that shuts principals of the account out
# description: |
#   The policy denies single principals of the account that owns the resource every way to edit or remove
#   it. Others are not denied it, so nothing is lost. But whoever is named has no way back of their own, and
#   if it is they who deploy the stack, the next change of the policy fails.
#
#   To deny a user or a role everything is a usual way to keep it out, so this is a note about a consequence
#   that may not be meant: the Deny is about the policy as well as the data.
# related_resources:
#   - description: IAM User Guide, how explicit and implicit denials are evaluated
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
#   - description: IAM User Guide, Principal element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [verdict/principal, verdict/data-plane]
#   remediation: |
#     Make sure that none of the principals deploys the stack or manages the resource. Where one of them does,
#     name the data actions in the Deny, or leave the actions that edit the policy out with `NotAction`.
package rules.lockout["principal-lockout"]

import data.rules.lib.denial

findings contains finding if {
	some policy in input.policies
	policy.lockout.verdict in {"principal", "data-plane"}
	some first in array.slice(policy.lockout.denied_core, 0, 1)

	finding := {
		"message": $"{policy.name} denies {denial.listing(policy.lockout.denied)} every way to change this {policy.noun}",
		"at": first,
		"label": "others can still change the policy",
		"related": [{"at": at, "message": "denies the rest"} |
			some at in array.slice(policy.lockout.denied_core, 1, count(policy.lockout.denied_core))
		],
	}
}

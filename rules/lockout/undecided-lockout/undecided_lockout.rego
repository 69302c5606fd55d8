# METADATA
# title: Policy that may lock everyone out
# description: |
#   A Deny statement holds a value that can't be known before deployment, such as a parameter without
#   a default or a placeholder like `${account_id}`, where it decides the outcome: in `Effect`,
#   `Principal`, `Action` or `Resource`. With one value the policy is harmless, with another no IAM
#   principal of the account could edit or remove it again. Values that change nothing are not reported.
#
#   A value in a `Condition` is not that bad: whatever it is, somebody may meet it, so that the policy has a
#   way back that hangs on it, which `lockout/conditional-recovery` reports.
#
#   A policy in a file of its own that denies everyone every way back is reported as well where only the
#   resource or the Region is not known: because it names several buckets or none, or because it spares one
#   Region. What is undecided because it is not known which account owns the resource is not a finding, nor is
#   what locks no resource that the policy may be on: these are counted and listed by `--show-undecided`.
# related_resources:
#   - description: IAM User Guide, elements of a policy
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
#   - description: CloudFormation User Guide, parameters
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: medium
#   since: 0.1.0
#   tags: [availability]
#   resources: [verdict/undecided]
#   remediation: |
#     Give the analyzer the value: `--parameters` with the values of the deployment, `--region`, or a `Default`
#     in the template. Analyse the template that exports a value together with the one that imports it.
#
#     Better still, write the elements that decide who is locked out literally: only then can a
#     reviewer see what the policy does.
package rules.lockout["undecided-lockout"]

findings contains finding if {
	some policy in input.policies
	reasons := [reason | some reason in _reasons(policy); _is_finding(policy, reason)]
	some first in array.slice(reasons, 0, 1)

	finding := {
		"message": $"{policy.name} may let no IAM principal edit or remove this {policy.noun} again",
		"at": first.at,
		"label": first.reason,
		"related": [{"at": reason.at, "message": reason.reason} |
			some reason in array.slice(reasons, 1, count(reasons))
		],
	}
}

# one question for each policy, however many statements leave it open
undecided contains question if {
	some policy in input.policies
	others := [reason | some reason in _reasons(policy); not _is_finding(policy, reason)]
	some reason in array.slice(others, 0, 1)

	question := {
		"at": reason.at,
		"reason": $"it can't be told whether {policy.name} lets anyone edit or remove this {policy.noun}: {reason.reason}",
	}
}

# what is wrong with the document itself, and not with what is known of its deployment
_is_finding(_, reason) if reason.kind in {"unresolved", "budget"}

# wherever it is deployed, it locks some resource that it may be on
_is_finding(policy, reason) if {
	reason.kind in {"resource", "region"}
	policy.lockout.strongest
}

_reasons(policy) := policy.lockout.reasons if policy.lockout.verdict == "undecided"

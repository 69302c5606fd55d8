# METADATA
# title: Policy that the service would refuse
# description: |
#   The service refuses the policy when it is deployed: the stack operation fails and rolls back.
#   Nothing is locked, because the policy never comes into force, but nothing it was meant to protect
#   is protected either.
#
#   A policy is refused when a principal has no valid form: a plain name such as `user01`, a group, a
#   wildcard inside an ARN, an account id without its twelve digits, a service name under `AWS`. The policy
#   of a bucket or a topic is refused, too, when its `Resource` names another one, and that of a bucket, a
#   queue or a topic when it names an action of another service. So is every policy with a statement that has
#   two elements of which the language allows one, such as `Principal` and `NotPrincipal`, an element that the
#   language does not have, such as `Conditions`, no `Effect` or another than `Allow` and `Deny`, or an action
#   without a service.
#
#   AWS KMS, Amazon EFS, Amazon ECR, Amazon DynamoDB and some others also refuse a policy that would not let
#   whoever puts it change it again, unless they are told not to check.
#
#   Where this is so only with the defaults of parameters, the finding has a low severity: other values
#   may be given at deployment.
# related_resources:
#   - description: IAM User Guide, Principal element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
#   - description: AWS KMS API, PutKeyPolicy
#     ref: https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [verdict/rejected, verdict/assumed]
#   remediation: |
#     Write principals as the service takes them: `*`, a 12-digit account id in quotes, or the whole
#     ARN of an account, user, role or session under `AWS`; a name such as `s3.amazonaws.com` under
#     `Service`. To mean many roles at once, name their account and narrow it with a condition
#     `ArnLike` on `aws:PrincipalArn`, which takes wildcards.
#
#     Refer to the bucket that the policy is on with `!GetAtt` instead of repeating its name.
#
#     Keep a way to change the policy: allow the account `kms:*` in a key policy, and leave the actions that
#     edit the policy out of every Deny, or exempt a role from it with `ArnNotLike` on `aws:PrincipalArn`. Do
#     not turn the check off with `BypassPolicyLockoutSafetyCheck`: then the policy comes into force and locks.
package rules.lockout["rejected-policy"]

import data.rules.lib.denial
import data.rules.lib.recovery

findings contains object.union(finding, recovery.fixed(policy, "repair")) if {
	some policy in input.policies
	policy.lockout.verdict == "rejected"

	first := policy.lockout.reasons[0]
	finding := object.union(_blame(policy, first), {
		"message": $"{policy.name} {_fault(first.kind)}, so the deployment of this {policy.noun} fails",
		"related": _related(policy),
	})
}

# what rests on the default of a parameter is as good as the default
findings contains finding if {
	some policy in input.policies
	policy.lockout.verdict != "rejected"

	first := policy.lockout.assumed[0]
	finding := {
		"message": concat(", ", [
			$"{policy.name} {_fault(first.kind)}",
			$"so the deployment of this {policy.noun} with the parameters' defaults fails",
		]),
		"at": first.at,
		"label": first.reason,
		"severity": "low",
		"related": _others(policy.lockout.assumed),
	}
}

_fault("principal") := "names a principal that the service refuses"

_fault("resource") := "names a resource that it is not on"

_fault("action") := "names an action that the service refuses"

_fault("grammar") := "has a statement that the policy language does not allow"

_fault("safety") := "would lock everyone out, which the service checks"

# a lockout is shown where it is made
_blame(policy, first) := {
	"at": policy.lockout.core[0],
	"label": denial.of(policy, policy.lockout.closed[0]),
	"notes": [{"label": "why", "text": first.reason}],
} if {
	first.kind == "safety"
}

_blame(policy, first) := {"at": first.at, "label": first.reason} if {
	not _is_made_by_a_statement(policy, first)
}

_is_made_by_a_statement(policy, first) if {
	first.kind == "safety"
	count(policy.lockout.core) > 0
}

_related(policy) := denial.others(policy) if _is_made_by_a_statement(policy, policy.lockout.reasons[0])

_related(policy) := _others(policy.lockout.reasons) if {
	not _is_made_by_a_statement(policy, policy.lockout.reasons[0])
}

# the places besides its own that the first reason rests on, and the other reasons
_others(reasons) := array.concat(
	object.get(reasons[0], "via", []),
	[{"at": reason.at, "message": reason.reason} | some reason in array.slice(reasons, 1, count(reasons))],
)

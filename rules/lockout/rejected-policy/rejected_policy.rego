# METADATA
# title: Policy that the service would refuse
# description: |
#   The service refuses the policy when it is deployed: the stack operation fails and rolls back.
#   Nothing is locked, because the policy never comes into force, but nothing it was meant to protect
#   is protected either.
#
#   A policy is refused when a principal has no valid form: a plain name such as `user01`, a group, a
#   wildcard inside an ARN, an account id without its twelve digits, a service name under `AWS`. A
#   bucket policy is refused, too, when its `Resource` names another bucket. So is every policy with a
#   statement that has two elements of which the language allows one, such as `Principal` and
#   `NotPrincipal`.
#
#   Where this is so only with the defaults of parameters, the finding has a low severity: other values
#   may be given at deployment.
# related_resources:
#   - description: IAM User Guide, Principal element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [AWS::S3::BucketPolicy, AWS::SQS::QueuePolicy, AWS::SQS::QueueInlinePolicy, policy]
#   remediation: |
#     Write principals as the service takes them: `*`, a 12-digit account id in quotes, or the whole
#     ARN of an account, user, role or session under `AWS`; a name such as `s3.amazonaws.com` under
#     `Service`. To mean many roles at once, name their account and narrow it with a condition
#     `ArnLike` on `aws:PrincipalArn`, which takes wildcards.
#
#     Refer to the bucket that the policy is on with `!GetAtt` instead of repeating its name.
package rules.lockout["rejected-policy"]

findings contains finding if {
	some policy in input.policies
	policy.lockout.verdict == "rejected"

	first := policy.lockout.reasons[0]
	finding := {
		"message": $"{policy.name} {_fault(first.kind)}, so the deployment of this {policy.noun} fails",
		"at": first.at,
		"label": first.reason,
		"related": _related(policy.lockout.reasons),
	}
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
		"related": _related(policy.lockout.assumed),
	}
}

_fault("principal") := "names a principal that the service refuses"

_fault("resource") := "names a resource that it is not on"

_fault("grammar") := "has a statement that the policy language does not allow"

# the places besides its own that the first reason rests on, and the other reasons
_related(reasons) := array.concat(
	object.get(reasons[0], "via", []),
	[{"at": reason.at, "message": reason.reason} | some reason in array.slice(reasons, 1, count(reasons))],
)

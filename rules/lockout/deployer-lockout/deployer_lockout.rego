# METADATA
# title: Policy that CloudFormation could not change again
# description: |
#   Some principals of the account can still edit or remove the policy, but CloudFormation can't. A stack
#   operation that changes or deletes the policy fails, and so does its rollback: the stack is stuck until
#   somebody opens the policy by hand.
#
#   CloudFormation acts in one of two ways. With the permissions of the caller it makes the requests on
#   their behalf: these carry `aws:ViaAWSService` and `aws:CalledVia`, but not the `aws:SourceVpce`,
#   `aws:SourceVpc` or `aws:VpcSourceIp` of the caller, wherever that one is. With a service role it makes
#   them as that role: these carry none of the keys about networks or services in between. A Deny that
#   spares only requests with one of these keys therefore matches whatever CloudFormation asks for.
#
#   A service role has no MFA either. Whether what CloudFormation asks for on behalf of a caller tells of the
#   caller's MFA is not documented, so that of a Deny on MFA the finding speaks of service roles alone.
# related_resources:
#   - description: IAM User Guide, forward access sessions
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
#   - description: IAM User Guide, global condition keys
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
#   - description: CloudFormation User Guide, service role
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [verdict/deployer]
#   remediation: |
#     In a Deny on networks, let pass what AWS services ask for on behalf of someone:
#     `"Bool": {"aws:ViaAWSService": "false"}` beside the condition on the network. A stack that is deployed
#     without a service role can then undo the policy.
#
#     With a service role, exempt that role with `ArnNotLike` on `aws:PrincipalArn`, or leave the actions that
#     edit the policy out of the Deny with `NotAction`.
package rules.lockout["deployer-lockout"]

import data.rules.lib.cli
import data.rules.lib.denial
import data.rules.lib.recovery

findings contains object.union(finding, recovery.fixed(policy, "deployer_repair")) if {
	some policy in input.policies
	policy.lockout.deployer
	core := policy.lockout.deployer_core

	finding := {
		"message": $"{policy.name} lets {_deployer(policy)} neither edit nor remove this {policy.noun}",
		"at": core[0],
		"label": $"closes every way of {_deployer(policy)}{denial.condition(policy, core[0])}",
		"related": [step |
			some at in array.slice(core, 1, count(core))
			step := {"at": at, "message": $"closes another part{denial.condition(policy, at)}"}
		],
		"notes": array.concat(_why(policy), [{"label": "way back", "text": _way_back(policy)}]),
	}
}

# a Deny on MFA closes the way of service roles for sure
_deployer(policy) := "CloudFormation" if not _is_on_mfa(policy)

_deployer(policy) := "a service role of CloudFormation" if _is_on_mfa(policy)

_is_on_mfa(policy) if {
	some at in policy.lockout.deployer_core
	some key in denial.keys_at(policy, at)
	startswith(lower(key), "aws:multifactorauth")
}

# what CloudFormation's requests lack, by the keys of the statements
_why(policy) := [note |
	lacking := {key |
		some at in policy.lockout.deployer_core
		some key in denial.keys_at(policy, at)
		lower(key) in _networks
	}
	count(lacking) > 0
	note := {
		"label": "why",
		"text": $"requests that CloudFormation makes do not carry {denial.listing(sort(lacking))}",
	}
] if {
	not _is_on_mfa(policy)
}

_why(policy) := [{
	"label": "why",
	"text": concat("", [
		"a service role has no MFA; whether requests that CloudFormation makes on behalf of a caller tell of ",
		"the caller's is not documented",
	]),
}] if {
	_is_on_mfa(policy)
}

_networks := {"aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn", "aws:vpcsourceip", "aws:vpceaccount"}

_way_back(policy) := $"by hand: {recovery.by_escape(policy)}{_only_if(policy.lockout.escape)}" if policy.lockout.escape

_way_back(policy) := $"by hand, with the AWS CLI: change the {cli.thing(policy)} directly" if not policy.lockout.escape

default _only_if(_) := ""

_only_if(escape) := $"\n(only if {escape.context})" if escape.context != ""

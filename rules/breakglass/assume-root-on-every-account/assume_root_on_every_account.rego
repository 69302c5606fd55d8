# METADATA
# title: Root sessions in every member account
# description: |
#   A policy allows `sts:AssumeRoot` without saying in which accounts. Whoever holds it can start a
#   session as the root user of every member account of the organization that has centralized root
#   access turned on, present and future ones alike.
#
#   The resource of `sts:AssumeRoot` is the root user of the target account,
#   `arn:aws:iam::111122223333:root`. `*` and `arn:aws:iam::*:root` both stand for all of them; the
#   latter at least says that root users are meant, so it is one level milder.
#
#   A statement that denies `sts:AssumeRoot` on all but some accounts, and a condition on the account or
#   organizational unit of the resource, narrow the grant as well: then the rule is silent. A denial on
#   some accounts leaves all others, and one under a condition on something else, such as MFA, all of them.
# related_resources:
#   - description: IAM User Guide, centralize root access for member accounts
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html
#   - description: Service Authorization Reference, actions of AWS STS
#     ref: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
#   - description: AWS STS API, AssumeRoot
#     ref: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [privilege]
#   cwe: 250
#   resources: ["statement/sts:AssumeRoot"]
#   remediation: |
#     List the root users of the accounts that the role is to help, as in
#     `arn:aws:iam::111122223333:root`. Where the list would be long, give the break-glass role of each
#     organizational unit a list of its own, or deny `sts:AssumeRoot` for the accounts that are out of
#     bounds.
package rules.breakglass["assume-root-on-every-account"]

import data.rules.lib.assumeroot
import data.rules.lib.pattern

findings contains object.union(finding, _fix(grant.policy, resource)) if {
	some grant in assumeroot.grants
	some resource in grant.statement.resources
	some severity in _breadth(resource.value)
	not _narrowed(grant.statement)
	not _narrowed_by_denial(grant)

	finding := {
		"message": $"{grant.policy.name} allows {grant.action.value} in every member account",
		"at": resource.at,
		"label": "the root user of any account",
		"severity": severity,
		"related": [{"at": grant.action.at, "message": "starts root sessions"}],
	}
}

undecided contains doubt if {
	some grant in assumeroot.grants
	some open in array.concat(
		object.get(grant.statement, "resources", []),
		object.get(grant.statement, "conditions", []),
	)
	open.unresolved

	doubt := {
		"at": open.at,
		"reason": $"{grant.policy.name} may allow root sessions in every member account: {open.unresolved}",
	}
}

# no account has this id, so only wildcards match it
_any_account := "############"

_breadth("*") := {"medium"}

_breadth(text) := {"low"} if {
	text != "*"
	some partition in ["aws", "aws-cn", "aws-us-gov"]
	pattern.matches(text, $"arn:{partition}:iam::{_any_account}:root")
}

_narrowed_by_denial(grant) if count(assumeroot.exceptions(grant)) > 0

_narrowed_by_denial(grant) if {
	some deny in assumeroot.limits(grant)
	every condition in deny.conditions {
		startswith(object.get(condition, "key", "aws:resource"), "aws:resource")
	}
}

_narrowed(statement) if {
	some condition in statement.conditions
	startswith(condition.key, "aws:resource")
}

_narrowed(statement) if {
	some condition in statement.conditions
	condition.unresolved
}

default _fix(_, _) := {}

_fix(policy, resource) := {"fix": {
	"title": "list the accounts, here with 111122223333 as an example",
	"safe": false,
	"edits": [{"op": "replace", "at": resource.at, "value": _example(resource.value)}],
}} if {
	not policy.embedded
}

_example("*") := $"arn:{input.partition}:iam::111122223333:root"

_example(text) := replace(text, "::*", "::111122223333") if {
	text != "*"
	contains(text, "::*:root")
}

_example(text) := $"arn:{input.partition}:iam::111122223333:root" if {
	text != "*"
	not contains(text, "::*:root")
}

# METADATA
# title: Anyone may assume a role that starts root sessions
# description: |
#   The trust policy of a role lets every AWS principal assume it, or every principal of the
#   organization, and a policy of the role allows `sts:AssumeRoot`. Whoever can run code in any account
#   of the organization is two calls away from being the root user of another.
#
#   The principal `*` is reported when no condition of the statement tells callers apart. One on
#   `aws:PrincipalOrgID` alone leaves the role to the whole organization, and requiring TLS or MFA says
#   nothing about who calls. A condition on `sts:ExternalId`, `aws:PrincipalArn`, a tag or the like
#   does, and then the rule is silent.
# related_resources:
#   - description: IAM User Guide, AWS JSON policy elements, Principal
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
#   - description: IAM User Guide, centralize root access for member accounts
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [exposure, privilege]
#   cwe: 284
#   resources: ["statement/sts:AssumeRoot"]
#   remediation: |
#     Name the roles that may assume this one, by their ARNs, and require MFA. For people, a permission set
#     of IAM Identity Center for the few who answer emergencies does better than a role.
package rules.breakglass["open-trust-to-root-access"]

import data.rules.lib.assumeroot
import data.rules.lib.coverage

findings contains object.union(finding, _fix(trust, principal)) if {
	some trust in input.policies
	trust.kind == "trust"
	trust.exists == "yes"
	not _denies(trust)
	some statement in trust.statements
	statement.effect == "Allow"
	coverage.action(statement, "sts:AssumeRole")
	some principal in statement.principals
	principal.kind == "anyone"
	_open_to_all(statement)
	starts := _starts(trust.subjects)
	count(starts) > 0

	finding := {
		"message": $"{trust.name} lets {_callers(statement)} assume it and start root sessions",
		"at": principal.at,
		"label": _callers(statement),
		"related": [{"at": start, "message": "starts root sessions"} | some start in starts],
	}
}

# where the role is allowed to start root sessions
_starts(subjects) := sort({grant.action.at |
	some grant in assumeroot.grants
	some subject in grant.policy.subjects
	subject in subjects
})

# what a Deny spares is not looked at
_denies(trust) if {
	some statement in trust.statements
	statement.effect != "Allow"
}

_denies(trust) if {
	some statement in trust.statements
	not statement.effect
}

# no condition tells the callers of one organization apart
_open_to_all(statement) if {
	every condition in object.get(statement, "conditions", []) {
		_is_blind(condition)
	}
}

_is_blind(condition) if {
	condition.key in {
		"aws:principalorgid",
		"aws:securetransport",
		"aws:multifactorauthpresent",
		"aws:multifactorauthage",
	}
}

# a whole organization has the path "o-1/*"
_is_blind(condition) if {
	condition.key == "aws:principalorgpaths"
	some value in condition.values
	regex.match(`^o-[^/]+/\*$`, value.value)
}

_callers(statement) := "every principal of an organization" if _has_organization(statement)

_callers(statement) := "every AWS principal" if not _has_organization(statement)

_has_organization(statement) if {
	some condition in statement.conditions
	condition.key in {"aws:principalorgid", "aws:principalorgpaths"}
}

default _fix(_, _) := {}

_fix(trust, principal) := {"fix": {
	"title": "trust the role's own account only",
	"safe": false,
	"edits": [{"op": "replace", "at": principal.at, "value": _own(principal)}],
}} if {
	not trust.embedded
}

_own(principal) := {"AWS": _root} if principal.type == "*"

_own(principal) := _root if principal.type != "*"

_root := {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}

# METADATA
# title: NotPrincipal that exempts less than it seems to
# description: |
#   A Deny with `NotPrincipal` denies everyone whom the list does not name in every form that a request
#   can take. A session of a role is checked as the session, the role and the account, so all three have
#   to be listed, each session by its name; a user needs its account beside it. The account alone, as
#   `arn:aws:iam::111122223333:root`, exempts the root user and nobody else.
#
#   The rule is silent where all forms are listed, and where the list holds something that is not known.
#   Even then a principal with a permissions boundary is always denied.
# related_resources:
#   - description: IAM User Guide, AWS JSON policy elements, NotPrincipal
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness, availability]
#   remediation: |
#     Set `Principal` to `*` and exempt whom you mean by a condition: `ArnNotLike` on `aws:PrincipalArn`
#     takes the ARN of a role for all its sessions, and wildcards. AWS advises against `NotPrincipal`.
package rules.lockout["not-principal-exemption"]

findings contains object.union(finding, _fix(policy, statement)) if {
	some policy in input.policies
	policy.kind == "resource"
	some statement in policy.statements
	statement.effect == "Deny"
	not _unclear(statement)
	some lack in _first(statement)

	finding := {
		"message": $"{policy.name} {lack.message}",
		"at": lack.at,
		"label": lack.label,
	}
}

undecided contains doubt if {
	some policy in input.policies
	policy.kind == "resource"
	some statement in policy.statements
	statement.effect == "Deny"
	some unresolved in statement.unresolved
	unresolved.element == "NotPrincipal"

	doubt := {
		"at": unresolved.at,
		"reason": $"{policy.name} may exempt less than it seems to: {unresolved.reason}",
	}
}

# the list, or what it means, can't be told
_unclear(statement) if {
	some principal in statement.not_principals
	principal.kind in {"unclear", "rejected", "anyone", "unique-id", "federated-user"}
}

_unclear(statement) if {
	some unresolved in object.get(statement, "unresolved", [])
	unresolved.element in {"NotPrincipal", "Effect", "Statement"}
}

# what is listed in part, in the order of the list; one finding for a statement
_first(statement) := {lacks[0]} if {
	lacks := [lack |
		some principal in statement.not_principals
		some lack in _lack(statement, principal)
	]
}

_lack(statement, principal) := {{
	"at": principal.at,
	"message": $"denies all sessions of {_shown(principal)}, though NotPrincipal names it",
	"label": $"a role, {_missing(statement)}",
}} if {
	principal.kind == "role"
	not _has(statement, "session")
}

_lack(statement, principal) := {{
	"at": principal.at,
	"message": $"denies {_shown(principal)}, though NotPrincipal names it",
	"label": _lonely(statement, principal),
}} if {
	principal.kind in {"role", "user", "declared"}
	not _has(statement, "account")
	not _is_role_without_session(statement, principal)
}

_lack(statement, principal) := {{
	"at": principal.at,
	"message": $"denies {_shown(principal)}, though NotPrincipal names it",
	"label": $"a session, without {_missing_beside_session(statement)}",
}} if {
	principal.kind == "session"
	not _has_whole_session(statement)
}

_lack(statement, principal) := {{
	"at": principal.at,
	"message": $"denies every user and role of {_account(principal)}, though NotPrincipal names the account",
	"label": "stands for the root user alone",
}} if {
	principal.kind == "account"
	every other in statement.not_principals {
		not other.kind in {"role", "user", "declared", "session"}
	}
}

_is_role_without_session(statement, principal) if {
	principal.kind == "role"
	not _has(statement, "session")
}

# what a role lacks that is listed without a session
_missing(statement) := "without its sessions" if _has(statement, "account")

_missing(statement) := "without its sessions and its account" if not _has(statement, "account")

# what a principal lacks that is listed without its account
_lonely(statement, principal) := "without its account; a role needs its sessions, too" if {
	principal.kind == "declared"
	not _has(statement, "session")
} else := "without its account"

_missing_beside_session(statement) := "its role" if _has(statement, "account")

_missing_beside_session(statement) := "its account" if {
	not _has(statement, "account")
	_has_role(statement)
}

_missing_beside_session(statement) := "its role and account" if {
	not _has(statement, "account")
	not _has_role(statement)
}

_has_whole_session(statement) if {
	_has(statement, "account")
	_has_role(statement)
}

_has_role(statement) if {
	some kind in ["role", "declared"]
	_has(statement, kind)
}

_has(statement, kind) if {
	some principal in statement.not_principals
	principal.kind == kind
}

_shown(principal) := principal.value

_shown(principal) := principal.written if not principal.value

# the id where it is known, else what is written
_account(principal) := id if some id in regex.find_n(`\d{12}`, principal.value, 1)

_account(principal) := _shown(principal) if not regex.match(`\d{12}`, object.get(principal, "value", ""))

# a change that was proved not to close the policy to anyone who can edit it
_fix(policy, statement) := {"fix": {"title": repair.title, "safe": false, "edits": repair.edits}} if {
	repair := policy.principal_repairs[statement.at]
}

_fix(policy, statement) := {} if not policy.principal_repairs[statement.at]

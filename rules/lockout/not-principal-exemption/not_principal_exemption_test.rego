package rules.lockout["not-principal-exemption_test"]

import data.rules.lockout["not-principal-exemption"] as rule

test_points_at_the_principal if {
	found := rule.findings with input as _document([_role, _account], {})

	found == {{
		"message": "DataPolicy denies all sessions of arn:aws:iam::111122223333:role/Admin, though NotPrincipal names it",
		"at": "app.yaml#/S/NotPrincipal/AWS/0",
		"label": "a role, without its sessions",
	}}
}

test_says_what_is_denied[note] if {
	some note, example in {
		"a role with its account": [[_role, _account], concat("", [
			"DataPolicy denies all sessions of arn:aws:iam::111122223333:role/Admin, ",
			"though NotPrincipal names it",
		])],
		"a role and its session without the account": [
			[_role, _session],
			"DataPolicy denies arn:aws:iam::111122223333:role/Admin, though NotPrincipal names it",
		],
		"a user": [[_user], "DataPolicy denies arn:aws:iam::111122223333:user/ann, though NotPrincipal names it"],
		"a declared principal": [[_declared], "DataPolicy denies ${Admin.Arn}, though NotPrincipal names it"],
		"a session": [[_session, _account], concat("", [
			"DataPolicy denies arn:aws:sts::111122223333:assumed-role/Admin/ann, ",
			"though NotPrincipal names it",
		])],
		"an account": [[_account], concat("", [
			"DataPolicy denies every user and role of 111122223333, ",
			"though NotPrincipal names the account",
		])],
	}

	found := rule.findings with input as _document(example[0], {})

	{finding.message | some finding in found} == {example[1]}
}

test_says_what_is_missing[note] if {
	some note, example in {
		"a role with its account": [[_role, _account], "a role, without its sessions"],
		"a role": [[_role], "a role, without its sessions and its account"],
		"a role with its session": [[_role, _session], "without its account"],
		"a user": [[_user], "without its account"],
		"a declared principal": [[_declared], "without its account; a role needs its sessions, too"],
		"a session": [[_session], "a session, without its role and account"],
		"a session with its account": [[_session, _account], "a session, without its role"],
		"an account": [[_account], "stands for the root user alone"],
	}

	found := rule.findings with input as _document(example[0], {})

	{finding.label | some finding in found} == {example[1]}
}

test_suggests_the_repair_of_its_statement if {
	edits := [{"op": "remove", "at": "app.yaml#/S/NotPrincipal", "value": null}]
	repairs := {"app.yaml#/S": {"title": "exempt by a condition", "edits": edits, "verdict": "none"}}
	document := _document([_role], {})
	repaired := {"policies": [object.union(policy, {"principal_repairs": repairs}) | some policy in document.policies]}

	found := rule.findings with input as repaired

	{finding.fix | some finding in found} == {{"title": "exempt by a condition", "safe": false, "edits": edits}}
}

test_leaves_to_the_reader_what_has_no_repair if {
	found := rule.findings with input as _document([_role], {})

	count(found) == 1
	every finding in found {
		not finding.fix
	}
}

test_stays_silent[note] if {
	some note, example in {
		"all forms of a role": [[_role, _session, _account], {}],
		"both forms of a user": [[_user, _account], {}],
		"a declared principal with its account may be a user": [[_declared, _account], {}],
		"a service": [[{"at": "app.yaml#/N", "kind": "service", "value": "cloudtrail.amazonaws.com"}], {}],
		"one that is not known": [[_role, {"at": "app.yaml#/N", "kind": "unclear", "unresolved": "parameter"}], {}],
		"one that is refused": [[_role, {"at": "app.yaml#/N", "kind": "rejected", "value": "admin"}], {}],
		"the statement allows": [[_role], {"effect": "Allow"}],
		"the effect is not known": [[_role], {"unresolved": [{"element": "Effect"}]}],
	}

	found := rule.findings with input as _document(example[0], example[1])

	found == set()
}

test_stays_silent_about_principals_alone if {
	found := rule.findings with input as {"policies": [{"name": "P", "kind": "resource", "statements": [{
		"at": "app.yaml#/S",
		"effect": "Deny",
		"principals": [{"at": "app.yaml#/P", "kind": "account", "value": "111122223333"}],
	}]}]}

	found == set()
}

test_lists_what_it_can_not_decide if {
	unresolved := {"at": "app.yaml#/U", "element": "NotPrincipal", "reason": "parameter Reader has no default"}
	found := rule.undecided with input as _document([], {"unresolved": [unresolved]})

	found == {{
		"at": "app.yaml#/U",
		"reason": "DataPolicy may exempt less than it seems to: parameter Reader has no default",
	}}
}

_role := {"at": "app.yaml#/S/NotPrincipal/AWS/0", "kind": "role", "value": "arn:aws:iam::111122223333:role/Admin"}

_session := {
	"at": "app.yaml#/S/NotPrincipal/AWS/1",
	"kind": "session",
	"value": "arn:aws:sts::111122223333:assumed-role/Admin/ann",
}

_user := {"at": "app.yaml#/S/NotPrincipal/AWS/2", "kind": "user", "value": "arn:aws:iam::111122223333:user/ann"}

_account := {"at": "app.yaml#/S/NotPrincipal/AWS/3", "kind": "account", "value": "111122223333"}

_declared := {"at": "app.yaml#/S/NotPrincipal/AWS/4", "kind": "declared", "written": "${Admin.Arn}"}

_document(principals, override) := {"partition": "aws", "policies": [{
	"name": "DataPolicy",
	"kind": "resource",
	"resource": "app.yaml#DataPolicy",
	"statements": [object.union(
		{"at": "app.yaml#/S", "effect": "Deny", "not_principals": principals},
		override,
	)],
}]}

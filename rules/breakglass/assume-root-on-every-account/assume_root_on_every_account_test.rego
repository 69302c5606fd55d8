package rules.breakglass["assume-root-on-every-account_test"]

import data.rules.breakglass["assume-root-on-every-account"] as rule

test_points_at_the_resource if {
	found := rule.findings with input as _document({})

	found == {{
		"message": "BreakGlass allows sts:AssumeRoot in every member account",
		"at": "app.yaml#/S/0/Resource",
		"label": "the root user of any account",
		"severity": "medium",
		"related": [{"at": "app.yaml#/S/0/Action", "message": "starts root sessions"}],
		"fix": {
			"title": "list the accounts, here with 111122223333 as an example",
			"safe": false,
			"edits": [{"op": "replace", "at": "app.yaml#/S/0/Resource", "value": "arn:aws:iam::111122223333:root"}],
		},
	}}
}

test_is_milder_where_root_users_are_named[note] if {
	some note, text in {
		"root users of all accounts": "arn:aws:iam::*:root",
		"in another partition": "arn:aws-us-gov:iam::*:root",
		"everything of IAM": "arn:aws:iam::*",
	}

	found := rule.findings with input as _document({"resources": [{"at": "app.yaml#/R", "value": text}]})

	{finding.severity | some finding in found} == {"low"}
}

test_reports[note] if {
	some note, override in {
		"a pattern of actions": {"actions": [{"at": "app.yaml#/A", "value": "STS:*"}]},
		"a condition on the task policy": {"conditions": [{"key": "sts:taskpolicyarn"}]},
	}

	found := rule.findings with input as _document(override)

	count(found) == 1
}

test_leaves_text_alone if {
	document := json.patch(_document({}), [{"op": "add", "path": "policies/0/embedded", "value": true}])
	found := rule.findings with input as document

	count(found) == 1
	every finding in found {
		not finding.fix
	}
}

test_stays_silent[note] if {
	some note, override in {
		"the accounts are listed": {"resources": [{"at": "app.yaml#/R", "value": "arn:aws:iam::111122223333:root"}]},
		"a part of an account id is given": {"resources": [{"at": "app.yaml#/R", "value": "arn:aws:iam::1111*:root"}]},
		"the resource is unresolved": {"resources": [{"at": "app.yaml#/R", "unresolved": "parameter"}]},
		"other resources are meant": {"resources": [{"at": "app.yaml#/R", "value": "arn:aws:iam::*:role/*"}]},
		"a condition narrows the accounts": {"conditions": [{"key": "aws:resourceaccount"}]},
		"a condition is unresolved": {"conditions": [{"unresolved": "Fn::If"}]},
		"the statement denies": {"effect": "Deny"},
		"other actions are allowed": {"actions": [{"at": "app.yaml#/A", "value": "sts:AssumeRole*"}]},
		"everything is allowed": {"actions": [{"at": "app.yaml#/A", "value": "*"}]},
	}

	found := rule.findings with input as _document(override)

	found == set()
}

test_reports_beside_a_denial[note] if {
	some note, override in {
		"on one account": {"resources": [{"value": "arn:aws:iam::999999999999:root"}]},
		"without MFA": {"conditions": [{"key": "aws:multifactorauthpresent"}]},
		"of other tasks": {"conditions": [{"key": "sts:taskpolicyarn"}]},
		"of others than roles": {"resources": null, "not_resources": [{"value": "arn:aws:iam::*:root"}]},
	}

	found := rule.findings with input as _denying(override)

	count(found) == 1
}

test_stays_silent_beside_a_denial[note] if {
	some note, override in {
		"on all accounts but one": {"resources": null, "not_resources": [{"value": "arn:aws:iam::111122223333:root"}]},
		"outside an organizational unit": {"conditions": [{"key": "aws:resourceorgpaths"}]},
		"everywhere": {},
	}

	found := rule.findings with input as _denying(override)

	found == set()
}

# the policy with a denial; null takes an element away
_denying(override) := json.patch(_document({}), [{
	"op": "add",
	"path": "policies/0/statements/-",
	"value": {key: value |
		some key, value in object.union(
			{"effect": "Deny", "actions": [{"value": "sts:AssumeRoot"}], "resources": [{"value": "*"}]},
			override,
		)
		value != null
	},
}])

test_lists_what_it_can_not_decide[note] if {
	open := {"at": "app.yaml#/U", "unresolved": "parameter Account has no default"}
	some note, override in {
		"the resource": {"resources": [open]},
		"a condition": {"conditions": [open]},
	}

	found := rule.undecided with input as _document(override)

	found == {{
		"at": "app.yaml#/U",
		"reason": "BreakGlass may allow root sessions in every member account: parameter Account has no default",
	}}
}

# a policy with one statement that the rule reports; each test overrides only what it is about
_document(override) := {"partition": "aws", "policies": [{
	"at": "app.yaml#/",
	"name": "BreakGlass",
	"kind": "permission-set",
	"exists": "yes",
	"subjects": ["app.yaml#BreakGlass"],
	"statements": [object.union(
		{
			"at": "app.yaml#/S/0",
			"effect": "Allow",
			"actions": [{"at": "app.yaml#/S/0/Action", "value": "sts:AssumeRoot"}],
			"resources": [{"at": "app.yaml#/S/0/Resource", "value": "*"}],
		},
		override,
	)],
}]}

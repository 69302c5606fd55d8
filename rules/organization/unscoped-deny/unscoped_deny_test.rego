package rules.organization["unscoped-deny_test"]

import data.rules.organization["unscoped-deny"] as rule

test_points_at_the_action if {
	found := rule.findings with input as _document({})

	found == {{
		"message": "Guard denies every action to every principal, break-glass roles included",
		"at": "app.yaml#/S/0/Action",
		"label": "no condition exempts a role",
		"fix": {
			"title": "exempt a break-glass role and the role of AWS Control Tower",
			"safe": false,
			"edits": [{
				"op": "add",
				"at": "app.yaml#/S/0/Condition",
				"value": {"ArnNotLike": {"aws:PrincipalArn": [
					"arn:aws:iam::*:role/BreakGlass",
					"arn:aws:iam::*:role/AWSControlTowerExecution",
				]}},
			}],
		},
	}}
}

test_names_the_service[note] if {
	some note, actions in {
		"one": ["s3:*"],
		"the first of several": ["s3:GetObject", "s3:*", "sqs:*"],
	}

	found := rule.findings with input as _document({"actions": _actions(actions)})

	{finding.message | some finding in found} == {concat("", [
		"Guard denies every action of s3 to every principal, break-glass roles included",
	])}
}

test_names_everything_once if {
	found := rule.findings with input as _document({"actions": _actions(["s3:*", "*"])})

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
		"single actions": {"actions": _actions(["s3:DeleteBucket", "iam:Create*"])},
		"all but some actions": {"actions": [], "not_actions": _actions(["iam:*"])},
		"one resource": {"resources": [{"value": "arn:aws:s3:::logs"}]},
		"all but some resources": {"resources": [], "not_resources": [{"value": "arn:aws:s3:::logs"}]},
		"a role is exempt": {"conditions": [{"key": "aws:principalarn"}]},
		"a Region is denied": {"conditions": [{"key": "aws:requestedregion"}]},
		"the condition is unresolved": {"conditions": [{"unresolved": "Fn::If"}]},
		"the statement allows": {"effect": "Allow"},
		"the action is unresolved": {"actions": [{"at": "app.yaml#/A", "unresolved": "parameter"}]},
	}

	found := rule.findings with input as _document(override)

	found == set()
}

test_stays_silent_about_other_policies[note] if {
	some note, kind in {"a bucket policy": "resource", "a role policy": "identity", "a boundary": "boundary"}

	document := json.patch(_document({}), [{"op": "replace", "path": "policies/0/kind", "value": kind}])
	found := rule.findings with input as document

	found == set()
}

test_stays_silent_beside_a_list_of_services if {
	allowed := {"at": "app.yaml#/S/1", "effect": "Allow", "actions": _actions(["ec2:*"]), "resources": [{"value": "*"}]}
	document := json.patch(_document({}), [{"op": "add", "path": "policies/0/statements/1", "value": allowed}])
	found := rule.findings with input as document

	found == set()
}

test_reports_beside_what_allows_everything if {
	allowed := {"at": "app.yaml#/S/1", "effect": "Allow", "actions": _actions(["*"]), "resources": [{"value": "*"}]}
	document := json.patch(_document({}), [{"op": "add", "path": "policies/0/statements/1", "value": allowed}])
	found := rule.findings with input as document

	count(found) == 1
}

_actions(names) := [{"at": "app.yaml#/S/0/Action", "value": name} | some name in names]

# a policy with one statement that the rule reports; each test overrides only what it is about
_document(override) := {"partition": "aws", "policies": [{
	"at": "app.yaml#",
	"name": "Guard",
	"kind": "scp",
	"exists": "yes",
	"statements": [object.union(
		{
			"at": "app.yaml#/S/0",
			"effect": "Deny",
			"actions": _actions(["*"]),
			"resources": [{"value": "*"}],
		},
		override,
	)],
}]}

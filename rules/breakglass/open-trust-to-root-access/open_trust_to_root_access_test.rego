package rules.breakglass["open-trust-to-root-access_test"]

import data.rules.breakglass["open-trust-to-root-access"] as rule

test_points_at_the_principal if {
	found := rule.findings with input as _document({})

	found == {{
		"message": "Unlock lets every AWS principal assume it and start root sessions",
		"at": "app.yaml#/T/0/Principal/AWS",
		"label": "every AWS principal",
		"related": [{"at": "app.yaml#/A", "message": "starts root sessions"}],
		"fix": {
			"title": "trust the role's own account only",
			"safe": false,
			"edits": [{
				"op": "replace",
				"at": "app.yaml#/T/0/Principal/AWS",
				"value": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"},
			}],
		},
	}}
}

test_mends_a_star_on_its_own if {
	principal := {"at": "app.yaml#/T/0/Principal", "type": "*", "kind": "anyone"}
	found := rule.findings with input as _document({"principals": [principal]})

	{edit.value | some finding in found; some edit in finding.fix.edits} == {{"AWS": {
		"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root",
	}}}
}

test_reports_a_whole_organization[note] if {
	some note, condition in {
		"by its id": {"operator": "StringEquals", "key": "aws:principalorgid", "values": [{"value": "o-1"}]},
		"by its path": {"operator": "ForAnyValue:StringLike", "key": "aws:principalorgpaths", "values": [{"value": "o-1/*"}]},
	}

	found := rule.findings with input as _document({"conditions": [condition]})

	{finding.message | some finding in found} == {concat("", [
		"Unlock lets every principal of an organization assume it and start root sessions",
	])}
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
		"an account is trusted": {"principals": [{"at": "app.yaml#/P", "type": "AWS", "kind": "account"}]},
		"a service is trusted": {"principals": [{"at": "app.yaml#/P", "type": "Service", "kind": "service"}]},
		"one principal is required": {"conditions": [{"key": "aws:principalarn"}]},
		"an external id is required": {"conditions": [{"key": "aws:principalorgid"}, {"key": "sts:externalid"}]},
		"an organizational unit is required": {"conditions": [{
			"key": "aws:principalorgpaths",
			"values": [{"value": "o-1/r-1/ou-1/*"}],
		}]},
		"the condition is unresolved": {"conditions": [{"unresolved": "Fn::If"}]},
		"sessions are tagged only": {"actions": [{"value": "sts:TagSession"}]},
		"the statement denies": {"effect": "Deny"},
		"the effect is unresolved": {"effect": null},
	}

	found := rule.findings with input as _document(override)

	found == set()
}

test_stays_silent_about_other_roles if {
	document := json.patch(_document({}), [{"op": "replace", "path": "policies/1/subjects", "value": ["app.yaml#Other"]}])
	found := rule.findings with input as document

	found == set()
}

# a role that the rule reports; each test overrides only what it is about
_document(override) := {"policies": [
	{
		"at": "app.yaml#/T",
		"name": "Unlock",
		"kind": "trust",
		"exists": "yes",
		"subjects": ["app.yaml#Unlock"],
		"statements": [object.union(
			{
				"at": "app.yaml#/T/0",
				"effect": "Allow",
				"principals": [{"at": "app.yaml#/T/0/Principal/AWS", "type": "AWS", "kind": "anyone", "value": "*"}],
				"actions": [{"value": "sts:AssumeRole"}],
			},
			override,
		)],
	},
	{
		"at": "app.yaml#/P",
		"kind": "identity",
		"exists": "yes",
		"subjects": ["app.yaml#Unlock"],
		"statements": [{
			"effect": "Allow",
			"actions": [{"at": "app.yaml#/A", "value": "sts:AssumeRoot"}],
			"resources": [{"value": "*"}],
		}],
	},
]}

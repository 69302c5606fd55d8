package rules.breakglass["missing-console-permissions_test"]

import data.rules.breakglass["missing-console-permissions"] as rule

test_names_what_is_missing if {
	found := rule.findings with input as _document({}, ["organizations:*", "iam:GetAccountSummary"])

	found == {{
		"message": "BreakGlass allows sts:AssumeRoot, but not iam:ListOrganizationsFeatures for the console",
		"at": "app.yaml#/Statement/0/Action",
		"notes": [{"label": "missing", "text": "iam:ListOrganizationsFeatures"}],
		"fix": {
			"title": "allow what the console reads",
			"safe": false,
			"edits": [{
				"op": "add",
				"at": "app.yaml#/Statement/2",
				"value": {"Effect": "Allow", "Action": ["iam:ListOrganizationsFeatures"], "Resource": "*"},
			}],
		},
	}}
}

test_counts_the_policies_that_are_known if {
	document := _document({"CustomerManagedPolicyReferences": [{"Name": "reads"}]}, [])
	reads := {
		"at": "app.yaml#/Reads",
		"resource": "app.yaml#Reads",
		"kind": "identity",
		"exists": "yes",
		"subjects": ["app.yaml#BreakGlass"],
		"statements": [_allow(1, ["organizations:*"])],
	}
	found := rule.findings with input as object.union(document, {"policies": array.concat(document.policies, [reads])})

	{[finding.message, finding.notes[0].text] | some finding in found} == {[
		"BreakGlass allows sts:AssumeRoot, but not 2 reads for the console",
		"iam:ListOrganizationsFeatures\niam:GetAccountSummary",
	]}
}

test_stays_silent[note] if {
	some note, example in {
		"everything is allowed": [{}, ["organizations:*", "iam:List*", "iam:Get*"]],
		"a managed policy of AWS may allow it": [{"ManagedPolicies": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}, []],
		"a policy of another stack may allow it": [{"CustomerManagedPolicyReferences": [{"Name": "reads"}]}, []],
		"managed policies are unresolved": [{"ManagedPolicies": {"unresolved": "parameter"}}, []],
	}

	found := rule.findings with input as _document(example[0], example[1])

	found == set()
}

# a permission set that the rule reports, with what it allows beside root sessions
_document(properties, actions) := {
	"by_type": {"AWS::SSO::PermissionSet": ["app.yaml#BreakGlass"]},
	"resources": {"app.yaml#BreakGlass": {
		"name": "BreakGlass",
		"at": "app.yaml#/Resources/BreakGlass",
		"exists": "yes",
		"properties": properties,
	}},
	"policies": [{
		"at": "app.yaml#",
		"resource": "app.yaml#BreakGlass",
		"kind": "permission-set",
		"exists": "yes",
		"subjects": ["app.yaml#BreakGlass"],
		"statements": [_allow(0, ["sts:AssumeRoot"]), _allow(1, actions)],
	}],
}

_allow(index, actions) := {
	"at": $"app.yaml#/Statement/{index}",
	"effect": "Allow",
	"actions": [{"at": $"app.yaml#/Statement/{index}/Action", "value": action} | some action in actions],
	"resources": [{"value": "*"}],
}

package rules.lockout["log-writer-denied_test"]

import data.rules.lockout["log-writer-denied"] as rule

test_points_at_the_denial if {
	found := rule.findings with input as _document([_policy([_grant, _denial({})])])

	found == {{
		"message": "LogPolicy denies s3:PutObject to cloudtrail.amazonaws.com, which writes logs to the bucket",
		"at": "app.yaml#/S",
		"label": "matches the service",
		"related": [
			{"at": "app.yaml#/G", "message": "is allowed to write to the bucket"},
			{
				"at": "app.yaml#/Resources/Trail/Properties/S3BucketName",
				"message": "Trail writes its logs to the bucket",
			},
		],
		"fix": {"title": "exempt services", "safe": false, "edits": [{
			"op": "add",
			"at": "app.yaml#/S/Condition",
			"value": {"Bool": {"aws:PrincipalIsAWSService": "false"}},
		}]},
	}}
}

test_knows_the_service_from_the_policy_itself if {
	policy := object.union(_policy([_denial({}), _grant]), {"on": [], "resource": ""})
	found := rule.findings with input as {"policies": [policy]}

	{step | some finding in found; some step in finding.related} == {{
		"at": "app.yaml#/G",
		"message": "is allowed to write to the bucket",
	}}
}

test_exempts_beside_other_conditions[note] if {
	some note, example in {
		"another operator": ["StringNotEquals", "aws:principalorgid", "o-1", "app.yaml#/S/Condition/Bool"],
		"the same operator": [
			"Bool",
			"aws:principalisawsservice",
			"true",
			"app.yaml#/S/Condition/Bool/aws:PrincipalIsAWSService",
		],
	}

	condition := {"operator": example[0], "key": example[1], "values": [{"value": example[2]}]}
	found := rule.findings with input as _document([_policy([_grant, _denial({"conditions": [condition]})])])

	{edit.at | some finding in found; some edit in finding.fix.edits} == {example[3]}
}

test_reports_a_bucket_without_a_permission[note] if {
	some note, example in {
		"no policy": [[], {"at": "app.yaml#/Resources/Logs", "message": "has no policy"}],
		"a policy for others": [[_policy([])], {"at": "app.yaml#/P", "message": "allows the service nothing"}],
	}

	found := rule.findings with input as _document(example[0])

	found == {{
		"message": "Trail writes logs to Logs, which no policy lets cloudtrail.amazonaws.com write to",
		"at": "app.yaml#/Resources/Trail/Properties/S3BucketName",
		"severity": "high",
		"related": [example[1]],
	}}
}

test_adds_the_permission_to_the_policy_there_is if {
	statement := {"at": "app.yaml#/P/Statement/0", "effect": "Deny", "actions": []}
	policy := object.union(_policy([]), {"statements": [statement]})
	found := rule.findings with input as _document([policy])

	{[edit.at, edit.value.Action, edit.value.Resource] |
		some finding in found
		some edit in finding.fix.edits
	} == {
		["app.yaml#/P/Statement/1", "s3:GetBucketAcl", {"Fn::GetAtt": ["Logs", "Arn"]}],
		["app.yaml#/P/Statement/2", "s3:PutObject", {"Fn::Sub": "${Logs.Arn}/AWSLogs/${AWS::AccountId}/*"}],
	}
}

test_leaves_text_alone if {
	policy := object.union(_policy([_grant, _denial({})]), {"embedded": true})
	found := rule.findings with input as _document([policy])

	count(found) == 1
	every finding in found {
		not finding.fix
	}
}

test_is_milder_where_something_may_add_the_policy if {
	found := rule.findings with input as {"log_pointers": [object.union(_pointer, {"unseen": true})], "policies": []}

	{finding.severity | some finding in found} == {"medium"}
}

test_stays_silent[note] if {
	some note, policies in {
		"the service may write": [_policy([_grant])],
		"a prefix is denied": [_policy([_grant, _denial({"resources": [{"value": "arn:aws:s3:::logs/private/*"}]})])],
		"reading is denied": [_policy([_grant, _denial({"actions": [{"value": "s3:GetObject"}]})])],
		"services are exempt": [_policy([_grant, _denial({"conditions": [
			{"operator": "Bool", "key": "aws:principalisawsservice", "values": [{"value": "false"}]},
		]})])],
		"a policy that may be on the bucket": [object.union(_policy([]), {"on": []})],
	}

	found := rule.findings with input as _document(policies)

	found == set()
}

test_demands_no_permission[note] if {
	some note, override in {
		"of who gives it to itself": {"checks": false},
		"on a bucket that may not exist": {"bucket": {"exists": "undecided"}},
	}

	found := rule.findings with input as {"log_pointers": [object.union(_pointer, override)], "policies": []}

	found == set()
}

test_edits_only_what_is_plain[note] if {
	some note, override in {
		"names with a prefix": {"prefixed": true},
		"a bucket of another file": {"bucket": {"file": "other.yaml"}},
	}
	statement := {"at": "app.yaml#/P/Statement/0", "effect": "Deny", "actions": []}
	policy := object.union(_policy([]), {"statements": [statement]})
	found := rule.findings with input as {"log_pointers": [object.union(_pointer, override)], "policies": [policy]}

	count(found) == 1
	every finding in found {
		not finding.fix
	}
}

test_stays_silent_about_other_buckets if {
	policy := object.union(_policy([_denial({})]), {"on": ["app.yaml#Other"]})
	found := rule.findings with input as _document([policy, _policy([_grant])])

	found == set()
}

_grant := {
	"at": "app.yaml#/A",
	"effect": "Allow",
	"principals": [{"at": "app.yaml#/G", "kind": "service", "value": "cloudtrail.amazonaws.com"}],
	"actions": [{"value": "s3:PutObject"}],
}

_denial(override) := object.union(
	{
		"at": "app.yaml#/S",
		"effect": "Deny",
		"principals": [{"kind": "anyone", "value": "*"}],
		"actions": [{"value": "s3:*"}],
		"resources": [{"value": "arn:aws:s3:::logs/*"}],
	},
	override,
)

_policy(statements) := {
	"at": "app.yaml#/P",
	"name": "LogPolicy",
	"resource": "app.yaml#LogPolicy",
	"service": "s3",
	"on": ["app.yaml#Logs"],
	"statements": array.concat(statements, [{"at": "app.yaml#/X", "effect": "Deny", "actions": []}]),
}

# a trail that writes to a bucket with the policies
_document(policies) := {"log_pointers": [_pointer], "policies": policies}

_pointer := {
	"at": "app.yaml#/Resources/Trail/Properties/S3BucketName",
	"name": "Trail",
	"bucket": {
		"id": "app.yaml#Logs",
		"name": "Logs",
		"file": "app.yaml",
		"at": "app.yaml#/Resources/Logs",
		"exists": "yes",
	},
	"service": "cloudtrail.amazonaws.com",
	"checks": true,
	"prefixed": false,
	"unseen": false,
}

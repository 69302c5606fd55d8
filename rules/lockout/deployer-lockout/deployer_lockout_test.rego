package rules.lockout["deployer-lockout_test"]

import data.rules.lockout["deployer-lockout"] as rule

test_says_what_requests_lack if {
	found := rule.findings with input as _document({})

	found == {{
		"message": "DataPolicy lets CloudFormation neither edit nor remove this bucket policy",
		"at": "app.yaml#/Statement/0",
		"label": "closes every way of CloudFormation under a condition on aws:SourceVpce",
		"related": [{"at": "app.yaml#/Statement/1", "message": "closes another part, without a condition"}],
		"notes": [
			{"label": "why", "text": "requests that CloudFormation makes do not carry aws:SourceVpce"},
			{"label": "way back", "text": concat("\n", [
				"by hand: any IAM principal of the account, with s3:PutBucketPolicy:",
				"aws s3api put-bucket-policy --bucket <bucket> --policy file://policy.json",
				"(only if the request comes from vpce-1)",
			])},
		],
	}}
}

test_leaves_out_what_is_not_about_networks if {
	found := rule.findings with input as _document({"deployer_core": ["app.yaml#/Statement/1"]})

	some finding in found
	count(finding.notes) == 1
}

test_says_no_more_than_is_known_of_a_way_back[note] if {
	some note, example in {
		"it needs nothing": {
			"escape": {"principal": "any role", "action": "s3:PutBucketPolicy", "facts": []},
			"want": "file://policy.json",
		},
		"it is not known": {"escape": false, "want": "by hand, with the AWS CLI: change the bucket directly"},
	}

	found := rule.findings with input as _document({"escape": example.escape})

	some finding in found
	endswith(finding.notes[1].text, example.want)
}

test_claims_no_more_of_mfa_than_is_documented if {
	document := json.patch(_document({}), [{
		"op": "replace",
		"path": "policies/0/statements/0/conditions/0",
		"value": {
			"at": "app.yaml#/Statement/0/Condition/BoolIfExists/aws:MultiFactorAuthPresent",
			"operator": "BoolIfExists",
			"key": "aws:multifactorauthpresent",
		},
	}])
	found := rule.findings with input as document

	some finding in found
	finding.message == "DataPolicy lets a service role of CloudFormation neither edit nor remove this bucket policy"
	contains(finding.notes[0].text, "is not documented")
}

test_offers_the_repair if {
	repair := {"title": "let services pass", "edits": [], "verdict": "none"}
	document := _document({})
	policy := object.union(document.policies[0], {"deployer_repair": repair})

	found := rule.findings with input as {"policies": [policy]}

	some finding in found
	finding.fix.title == "let services pass"
}

test_stays_silent_where_cloudformation_can if {
	found := rule.findings with input as _document({"deployer": false})

	found == set()
}

# a document with one policy that the rule reports; each test overrides only what it is about
_document(lockout) := {"policies": [{
	"name": "DataPolicy",
	"noun": "bucket policy",
	"service": "s3",
	"statements": [
		{"at": "app.yaml#/Statement/0", "conditions": [{
			"at": "app.yaml#/Statement/0/Condition/StringNotEquals/aws:SourceVpce",
			"operator": "StringNotEquals",
			"key": "aws:sourcevpce",
		}]},
		{"at": "app.yaml#/Statement/1"},
	],
	"lockout": object.union(object.remove(_lockout, object.keys(lockout)), lockout),
}]}

_lockout := {
	"verdict": "conditional",
	"deployer": true,
	"deployer_core": ["app.yaml#/Statement/0", "app.yaml#/Statement/1"],
	"escape": {
		"principal": "any IAM principal of the account",
		"action": "s3:PutBucketPolicy",
		"context": "the request comes from vpce-1",
	},
}

package rules.policy["arn-account-not-allowed_test"]

import data.rules.policy["arn-account-not-allowed"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("arn-account-not-allowed", "")

	found == {{
		"message": "Example names the resource SUBJECT with the account DETAIL, and its ARN has none",
		"at": "app.yaml#/Example",
		"related": [],
	}}
}

test_leaves_other_issues_to_their_rules if {
	found := rule.findings with input as _document("another-code", "")

	found == set()
}

_document(code, variant) := {"policies": [{
	"name": "Example",
	"noun": "bucket policy",
	"issues": [{
		"code": code,
		"at": "app.yaml#/Example",
		"subject": "SUBJECT",
		"detail": "DETAIL",
		"variant": variant,
		"related": [],
	}],
}]}

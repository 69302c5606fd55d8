package rules.policy["arn-region-not-allowed_test"]

import data.rules.policy["arn-region-not-allowed"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("arn-region-not-allowed", "")

	found == {{
		"message": "Example names the resource SUBJECT in DETAIL, and its ARN has no Region",
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

package rules.policy["invalid-arn-service-case_test"]

import data.rules.policy["invalid-arn-service-case"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("invalid-arn-service-case", "")

	found == {{
		"message": "Example names the resource SUBJECT, whose service DETAIL is not in lower case",
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

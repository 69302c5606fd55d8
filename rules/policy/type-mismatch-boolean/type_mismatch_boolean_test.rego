package rules.policy["type-mismatch-boolean_test"]

import data.rules.policy["type-mismatch-boolean"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("type-mismatch-boolean", "")

	found == {{
		"message": "Example compares with SUBJECT under DETAIL, which takes true or false",
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

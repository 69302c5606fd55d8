package rules.policy["invalid-condition-multiple-boolean_test"]

import data.rules.policy["invalid-condition-multiple-boolean"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("invalid-condition-multiple-boolean", "")

	found == {{
		"message": "Example has several values for SUBJECT under DETAIL, which takes one",
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

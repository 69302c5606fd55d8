package rules.policy["improve-ip-range_test"]

import data.rules.policy["improve-ip-range"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("improve-ip-range", "")

	found == {{
		"message": "Example has the range SUBJECT, which is DETAIL",
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

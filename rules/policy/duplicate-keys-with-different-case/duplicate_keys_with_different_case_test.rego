package rules.policy["duplicate-keys-with-different-case_test"]

import data.rules.policy["duplicate-keys-with-different-case"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("duplicate-keys-with-different-case", "")

	found == {{
		"message": "Example has the condition keys DETAIL and SUBJECT, which are one and the same",
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

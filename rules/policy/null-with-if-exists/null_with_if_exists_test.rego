package rules.policy["null-with-if-exists_test"]

import data.rules.policy["null-with-if-exists"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("null-with-if-exists", "")

	found == {{
		"message": "Example has the condition operator SUBJECT, and Null goes without IfExists",
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

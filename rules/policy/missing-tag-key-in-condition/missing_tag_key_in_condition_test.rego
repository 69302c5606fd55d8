package rules.policy["missing-tag-key-in-condition_test"]

import data.rules.policy["missing-tag-key-in-condition"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("missing-tag-key-in-condition", "")

	found == {{
		"message": "Example has the condition key SUBJECT, which does not say of which tag",
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

package rules.policy["unsupported-action-for-condition-key_test"]

import data.rules.policy["unsupported-action-for-condition-key"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("unsupported-action-for-condition-key", "")

	found == {{
		"message": "Example names SUBJECT under a condition on DETAIL, which such requests do not carry",
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

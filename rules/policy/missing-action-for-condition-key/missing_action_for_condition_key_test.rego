package rules.policy["missing-action-for-condition-key_test"]

import data.rules.policy["missing-action-for-condition-key"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("missing-action-for-condition-key", "")

	found == {{
		"message": "Example asks for SUBJECT, and does not allow DETAIL to set it",
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

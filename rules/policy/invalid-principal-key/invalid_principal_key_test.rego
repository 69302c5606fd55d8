package rules.policy["invalid-principal-key_test"]

import data.rules.policy["invalid-principal-key"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("invalid-principal-key", "")

	found == {{
		"message": "Example has a principal of the type SUBJECT, which does not exist",
		"at": "app.yaml#/Example",
		"related": [],
		"label": "the nearest that is known is DETAIL",
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

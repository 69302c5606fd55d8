package rules.policy["rcp-syntax-error-principal_test"]

import data.rules.policy["rcp-syntax-error-principal"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("rcp-syntax-error-principal", "")

	found == {{
		"message": "Example has another SUBJECT than *, which a resource control policy can't have",
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

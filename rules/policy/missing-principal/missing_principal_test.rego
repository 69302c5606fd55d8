package rules.policy["missing-principal_test"]

import data.rules.policy["missing-principal"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("missing-principal", "")

	found == {{
		"message": "Example has a statement with neither Principal nor NotPrincipal",
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

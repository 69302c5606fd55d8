package rules.policy["invalid-service-principal-format_test"]

import data.rules.policy["invalid-service-principal-format"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("invalid-service-principal-format", "")

	found == {{
		"message": "Example names the service SUBJECT, which has not the form DETAIL",
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

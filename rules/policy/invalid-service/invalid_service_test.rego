package rules.policy["invalid-service_test"]

import data.rules.policy["invalid-service"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("invalid-service", "")

	found == {{
		"message": "Example has the condition key SUBJECT, whose service is not known",
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

package rules.policy["invalid-condition-data-type_test"]

import data.rules.policy["invalid-condition-data-type"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("invalid-condition-data-type", "")

	found == {{
		"message": "Example has a value for SUBJECT that is an object or a list within a list",
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

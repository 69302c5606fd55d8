package rules.policy["empty-array-condition-forallvalues_test"]

import data.rules.policy["empty-array-condition-forallvalues"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("empty-array-condition-forallvalues", "")

	found == {{
		"message": "Example has no values for SUBJECT under DETAIL, which holds for requests without the key alone",
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

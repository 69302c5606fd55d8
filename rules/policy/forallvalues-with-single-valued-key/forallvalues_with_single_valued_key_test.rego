package rules.policy["forallvalues-with-single-valued-key_test"]

import data.rules.policy["forallvalues-with-single-valued-key"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("forallvalues-with-single-valued-key", "")

	found == {{
		"message": "Example allows by DETAIL on SUBJECT, which holds for requests without the key",
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

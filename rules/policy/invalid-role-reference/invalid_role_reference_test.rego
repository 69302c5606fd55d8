package rules.policy["invalid-role-reference_test"]

import data.rules.policy["invalid-role-reference"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("invalid-role-reference", "")

	found == {{
		"message": "Example names the role SUBJECT by its id, which a deleted role leaves behind",
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

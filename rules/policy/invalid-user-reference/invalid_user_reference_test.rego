package rules.policy["invalid-user-reference_test"]

import data.rules.policy["invalid-user-reference"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("invalid-user-reference", "")

	found == {{
		"message": "Example names the user SUBJECT by its id, which a deleted user leaves behind",
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

package rules.policy["missing-version_test"]

import data.rules.policy["missing-version"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("missing-version", "")

	found == {{
		"message": "Example has no Version, so it is read as a policy of 2008",
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

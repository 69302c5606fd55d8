package rules.policy["variable-unsupported-in-version_test"]

import data.rules.policy["variable-unsupported-in-version"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("variable-unsupported-in-version", "")

	found == {{
		"message": "Example has the policy variable SUBJECT, which is literal text before version 2012-10-17",
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

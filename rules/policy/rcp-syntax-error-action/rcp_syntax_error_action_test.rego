package rules.policy["rcp-syntax-error-action_test"]

import data.rules.policy["rcp-syntax-error-action"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("rcp-syntax-error-action", "")

	found == {{
		"message": "Example names the action SUBJECT, and resource control policies do not reach DETAIL",
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

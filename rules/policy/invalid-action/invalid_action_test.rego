package rules.policy["invalid-action_test"]

import data.rules.policy["invalid-action"] as rule

test_says_what_is_wrong[severity] if {
	some variant, severity in {"malformed": "high", "unlisted": "low"}

	found := rule.findings with input as _document("invalid-action", variant)

	found == {{
		"message": "Example names the action SUBJECT, which does not exist",
		"at": "app.yaml#/Example",
		"related": [],
		"label": "the nearest that is known is DETAIL",
		"severity": severity,
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

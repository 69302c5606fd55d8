package rules.policy["restrict-access-to-service-principal_test"]

import data.rules.policy["restrict-access-to-service-principal"] as rule

test_says_what_is_wrong[severity] if {
	some variant, severity in {"": "high", "partial": "low"}

	found := rule.findings with input as _document("restrict-access-to-service-principal", variant)

	found == {{
		"message": "Example allows SUBJECT to act for any account",
		"at": "app.yaml#/Example",
		"related": [],
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

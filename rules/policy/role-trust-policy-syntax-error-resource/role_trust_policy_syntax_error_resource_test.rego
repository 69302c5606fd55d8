package rules.policy["role-trust-policy-syntax-error-resource_test"]

import data.rules.policy["role-trust-policy-syntax-error-resource"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("role-trust-policy-syntax-error-resource", "")

	found == {{
		"message": "Example has the element SUBJECT, which a trust policy can't have",
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

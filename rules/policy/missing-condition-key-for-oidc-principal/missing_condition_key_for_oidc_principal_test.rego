package rules.policy["missing-condition-key-for-oidc-principal_test"]

import data.rules.policy["missing-condition-key-for-oidc-principal"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("missing-condition-key-for-oidc-principal", "")

	found == {{
		"message": "Example trusts SUBJECT without a condition on its tokens",
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

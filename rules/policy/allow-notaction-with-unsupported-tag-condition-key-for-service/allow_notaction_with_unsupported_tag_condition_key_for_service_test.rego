package rules.policy["allow-notaction-with-unsupported-tag-condition-key-for-service_test"]

import data.rules.policy["allow-notaction-with-unsupported-tag-condition-key-for-service"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("allow-notaction-with-unsupported-tag-condition-key-for-service", "")

	found == {{
		"message": "Example allows all actions but some by SUBJECT, which many requests do not carry",
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

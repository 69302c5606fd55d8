package rules.policy["invalid-arn-prefix_test"]

import data.rules.policy["invalid-arn-prefix"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("invalid-arn-prefix", "")

	found == {{
		"message": "Example names the resource SUBJECT, which is no ARN",
		"at": "app.yaml#/Example",
		"related": [],
		"label": "DETAIL",
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

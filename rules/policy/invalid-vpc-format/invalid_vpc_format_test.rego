package rules.policy["invalid-vpc-format_test"]

import data.rules.policy["invalid-vpc-format"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("invalid-vpc-format", "")

	found == {{
		"message": "Example compares DETAIL with SUBJECT, which is no id of a VPC",
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

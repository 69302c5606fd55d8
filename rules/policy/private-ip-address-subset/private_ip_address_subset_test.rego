package rules.policy["private-ip-address-subset_test"]

import data.rules.policy["private-ip-address-subset"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("private-ip-address-subset", "")

	found == {{
		"message": "Example compares aws:SourceIp with SUBJECT among others, which no caller has there",
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

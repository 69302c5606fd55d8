package rules.policy["private-ip-address_test"]

import data.rules.policy["private-ip-address"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("private-ip-address", "")

	found == {{
		"message": concat(" ", [
			"Example compares aws:SourceIp with SUBJECT under DETAIL, and no caller has a private",
			"address there",
		]),
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

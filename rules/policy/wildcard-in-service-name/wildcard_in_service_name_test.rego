package rules.policy["wildcard-in-service-name_test"]

import data.rules.policy["wildcard-in-service-name"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("wildcard-in-service-name", "")

	found == {{
		"message": "Example names the resource SUBJECT, whose service DETAIL holds a wildcard",
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

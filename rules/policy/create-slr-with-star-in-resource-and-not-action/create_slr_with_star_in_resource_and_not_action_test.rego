package rules.policy["create-slr-with-star-in-resource-and-not-action_test"]

import data.rules.policy["create-slr-with-star-in-resource-and-not-action"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("create-slr-with-star-in-resource-and-not-action", "")

	found == {{
		"message": "Example allows all but the actions in NotAction, and so SUBJECT for every service",
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

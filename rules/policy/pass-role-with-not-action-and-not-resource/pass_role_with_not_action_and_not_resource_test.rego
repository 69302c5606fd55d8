package rules.policy["pass-role-with-not-action-and-not-resource_test"]

import data.rules.policy["pass-role-with-not-action-and-not-resource"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("pass-role-with-not-action-and-not-resource", "")

	found == {{
		"message": concat(" ", [
			"Example allows all but what is listed, and so SUBJECT for every role that is not in",
			"NotResource",
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

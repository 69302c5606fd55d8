package rules.policy["irrelevant-condition-key-in-policy_test"]

import data.rules.policy["irrelevant-condition-key-in-policy"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("irrelevant-condition-key-in-policy", "")

	found == {{
		"message": "Example has the condition key SUBJECT, which says nothing in a DETAIL",
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

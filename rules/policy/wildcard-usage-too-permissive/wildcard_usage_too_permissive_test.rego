package rules.policy["wildcard-usage-too-permissive_test"]

import data.rules.policy["wildcard-usage-too-permissive"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("wildcard-usage-too-permissive", "")

	found == {{
		"message": "Example compares DETAIL with SUBJECT, which stands for the ids of strangers as well",
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

package rules.policy["unsupported-resource-arn-in-policy_test"]

import data.rules.policy["unsupported-resource-arn-in-policy"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("unsupported-resource-arn-in-policy", "")

	found == {{
		"message": "Example names the resource SUBJECT, and a bucket policy takes resources of DETAIL alone",
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

package rules.policy["redundant-resource_test"]

import data.rules.policy["redundant-resource"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("redundant-resource", "")

	found == {{
		"message": "Example names the resource SUBJECT, which DETAIL covers",
		"at": "app.yaml#/Example",
		"related": [],
	}}
}

test_says_what_is_named_twice if {
	document := json.patch(
		_document("redundant-resource", ""),
		[{"op": "replace", "path": "policies/0/issues/0/detail", "value": "SUBJECT"}],
	)
	found := rule.findings with input as document

	{finding.message | some finding in found} == {"Example names the resource SUBJECT twice"}
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

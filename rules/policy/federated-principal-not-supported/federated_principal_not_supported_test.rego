package rules.policy["federated-principal-not-supported_test"]

import data.rules.policy["federated-principal-not-supported"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("federated-principal-not-supported", "")

	found == {{
		"message": "Example names the identity provider SUBJECT, and a bucket policy takes none",
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

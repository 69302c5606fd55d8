package rules.policy["invalid-federated-principal-syntax-in-role-trust-policy_test"]

import data.rules.policy["invalid-federated-principal-syntax-in-role-trust-policy"] as rule

test_says_what_is_wrong if {
	found := rule.findings with input as _document("invalid-federated-principal-syntax-in-role-trust-policy", "")

	found == {{
		"message": "Example names the identity provider SUBJECT, which is neither an ARN of one nor a domain",
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

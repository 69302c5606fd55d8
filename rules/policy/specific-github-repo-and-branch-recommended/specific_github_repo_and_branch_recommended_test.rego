package rules.policy["specific-github-repo-and-branch-recommended_test"]

import data.rules.policy["specific-github-repo-and-branch-recommended"] as rule

test_says_what_is_wrong[severity] if {
	some variant, severity in {"": "medium", "partial": "low"}

	found := rule.findings with input as _document("specific-github-repo-and-branch-recommended", variant)

	found == {{
		"message": "Example trusts the GitHub subject SUBJECT, which stands for more than one branch",
		"at": "app.yaml#/Example",
		"related": [],
		"severity": severity,
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

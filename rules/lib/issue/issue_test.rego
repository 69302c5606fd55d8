package rules.lib.issue_test

import data.rules.lib.issue

test_finds_the_issues_of_a_code if {
	document := {"policies": [
		{"name": "Data", "noun": "bucket policy", "issues": [_issue("one"), _issue("other")]},
		{"name": "Jobs", "noun": "queue policy", "issues": [_issue("one")]},
		{"name": "Empty", "noun": "policy", "issues": []},
	]}

	found := issue.coded("one") with input as document

	{[entry.name, entry.noun, entry.code] | some entry in found} == {
		["Data", "bucket policy", "one"],
		["Jobs", "queue policy", "one"],
	}
}

test_reports_the_place if {
	issue.finding(_issue("one"), "Data is wrong") == {
		"message": "Data is wrong",
		"at": "app.yaml#/Data",
		"related": [{"at": "app.yaml#/Other", "message": "the same"}],
	}
}

test_suggests_what_is_near if {
	issue.suggesting(_issue("one"), "Data is wrong").label == "the nearest that is known is near"
}

test_explains_the_place if {
	issue.explained(_issue("one"), "Data is wrong").label == "near"
}

test_suggests_nothing_where_nothing_is_near if {
	far := object.union(_issue("one"), {"detail": ""})

	issue.suggesting(far, "Data is wrong") == issue.finding(far, "Data is wrong")
}

_issue(code) := {
	"code": code,
	"at": "app.yaml#/Data",
	"subject": "subject",
	"detail": "near",
	"variant": "",
	"related": [{"at": "app.yaml#/Other", "message": "the same"}],
}

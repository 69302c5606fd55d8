package rules.syntax["duplicate-key_test"]

import data.rules.syntax["duplicate-key"] as rule

test_points_at_the_key_in_force_and_tells_what_is_lost if {
	found := rule.findings with input as _document({})

	found == {{
		"message": "Tags is repeated in one mapping and only its last value is used",
		"at": "app.yaml#/Resources/Vpc/Properties/Tags~23",
		"label": "this one is in force",
		"severity": "high",
		"related": [
			{"at": "app.yaml#/Resources/Vpc/Properties/Tags~21", "message": "this value is lost"},
			{"at": "app.yaml#/Resources/Vpc/Properties/Tags~22", "message": "this value is lost"},
		],
	}}
}

test_is_milder_where_nothing_is_lost if {
	found := rule.findings with input as _document({"same": true})

	{[finding.message, finding.severity] | some finding in found} == {[
		"Tags is repeated in one mapping, each time with the same value",
		"medium",
	]}
	{step.message | some finding in found; some step in finding.related} == {"same value"}
}

test_says_that_iam_refuses_a_policy if {
	policy := object.union(_document({}).files[0], {"kind": "policy"})
	found := rule.findings with input as {"files": [policy]}

	{[finding.message, finding.severity] | some finding in found} == {[
		"Tags is repeated in one object, which IAM refuses",
		"high",
	]}
}

test_reports_every_file if {
	document := {"files": array.concat(_document({}).files, _document({"key": "Mode"}).files)}
	found := rule.findings with input as document

	count(found) == 2
}

test_stays_silent[note] if {
	some note, files in {
		"there are no files": [],
		"no key is repeated": [{"name": "app.yaml", "kind": "template", "problems": [], "duplicates": []}],
	}

	found := rule.findings with input as {"files": files}

	found == set()
}

# a document with one repeated key; each test overrides only what it is about
_document(override) := {"files": [{
	"name": "app.yaml",
	"kind": "template",
	"problems": [],
	"duplicates": [object.union(
		{
			"at": "app.yaml#/Resources/Vpc/Properties/Tags",
			"key": "Tags",
			"same": false,
			"occurrences": [
				"app.yaml#/Resources/Vpc/Properties/Tags~21",
				"app.yaml#/Resources/Vpc/Properties/Tags~22",
				"app.yaml#/Resources/Vpc/Properties/Tags~23",
			],
		},
		override,
	)],
}]}

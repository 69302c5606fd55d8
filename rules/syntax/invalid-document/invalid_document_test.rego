package rules.syntax["invalid-document_test"]

import data.rules.syntax["invalid-document"] as rule

test_passes_the_place_on if {
	found := rule.findings with input as _document([_problem({})])

	found == {{
		"message": "app.yaml is not valid: a value stands where a key is expected",
		"at": "app.yaml#~31",
	}}
}

test_names_the_file_without_its_folders if {
	document := _document([_problem({})])
	nested := {"files": [object.union(document.files[0], {"name": "stacks/app/app.yaml"})]}
	found := rule.findings with input as nested

	{finding.message | some finding in found} == {"app.yaml is not valid: a value stands where a key is expected"}
}

test_reports_every_problem if {
	found := rule.findings with input as _document([_problem({}), _problem({"message": "a tab indents the line"})])

	count(found) == 2
}

test_stays_silent[note] if {
	some note, document in {
		"there are no files": {"files": []},
		"the file has no problem": _document([]),
	}

	found := rule.findings with input as document

	found == set()
}

_document(problems) := {"files": [{
	"name": "app.yaml",
	"kind": "template",
	"problems": problems,
	"duplicates": [],
}]}

# a problem with its place; each test overrides only what it is about
_problem(override) := object.union(
	{
		"at": "app.yaml#~31",
		"message": "a value stands where a key is expected",
	},
	override,
)

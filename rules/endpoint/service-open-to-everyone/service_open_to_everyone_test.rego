package rules.endpoint["service-open-to-everyone_test"]

import data.rules.endpoint["service-open-to-everyone"] as rule

test_says_what_is_open if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"Service takes connections of every principal without acceptance"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "endpoint/service-open-to-everyone",
		"at": "app.yaml#/Resources/Service/Properties/AcceptanceRequired",
		"name": "Service",
		"words": {"permissions": "Permissions"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

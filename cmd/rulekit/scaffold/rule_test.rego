package rules["FAMILY"]["NAME_test"]

import data.rules["FAMILY"]["NAME"] as rule

test_points_at_the_property if {
	found := rule.findings with input as _document({})

	found == {{
		"message": "Example TODO",
		"at": "app.yaml#/Resources/Example/Properties/TODO",
	}}
}

test_stays_silent[note] if {
	some note, properties in {
		"TODO the property is right": {"TODO": "fine"},
		"the property is unresolved": {"TODO": {"unresolved": "parameter without a default"}},
	}

	found := rule.findings with input as _document(properties)

	found == set()
}

# a document with one resource that the rule reports; each test overrides only what it is about
_document(override) := {
	"by_type": {"AWS::TODO::TODO": ["app.yaml#Example"]},
	"resources": {"app.yaml#Example": {
		"type": "AWS::TODO::TODO",
		"name": "Example",
		"at": "app.yaml#/Resources/Example",
		"file": "app.yaml",
		"exists": "yes",
		"properties": object.union({"TODO": "TODO"}, override),
	}},
}

package rules.suppression.unused_test

import data.rules.suppression.unused as rule

test_names_the_rules if {
	found := rule.findings with input as _document({})

	found == {{
		"message": "ignore[nacl/*, security-group/open-icmp] hides nothing",
		"at": "app.yaml#/~40",
		"label": "no finding here",
	}}
}

test_says_that_it_is_misplaced if {
	detail := "ignore-file has to stand before the first key"
	found := rule.findings with input as _document({"rules": ["nacl/*"], "unclear": true, "detail": detail})

	found == {{
		"message": "ignore-file[nacl/*] hides nothing: ignore-file has to stand before the first key",
		"at": "app.yaml#/~40",
		"label": "in the wrong place",
	}}
}

test_says_that_it_stands_below if {
	detail := "it stands at the end of what is above it"
	found := rule.findings with input as _document({"rules": ["nacl/*"], "unclear": true, "detail": detail})

	found == {{
		"message": "ignore[nacl/*] hides nothing: it stands at the end of what is above it",
		"at": "app.yaml#/~40",
		"label": "in the wrong place",
	}}
}

test_leaves_other_kinds_to_their_rules if {
	found := rule.findings with input as _document({"kind": "other"})

	found == set()
}

# a document with one suppression; each test overrides only what it is about
_document(override) := {"suppressions": [object.union(
	{
		"kind": "unused",
		"at": "app.yaml#/~40",
		"rules": ["nacl/*", "security-group/open-icmp"],
		"detail": "",
		"unclear": false,
	},
	override,
)]}

package rules.suppression["unknown-rule_test"]

import data.rules.suppression["unknown-rule"] as rule

test_suggests_the_nearest_rule if {
	found := rule.findings with input as _document({"rules": ["nacls/*"], "detail": "nacl"})

	found == {{
		"message": "ignore[nacls/*] names no rule that is known",
		"at": "app.yaml#/~40",
		"label": "the nearest that is known is nacl",
	}}
}

test_suggests_nothing_where_nothing_is_near if {
	found := rule.findings with input as _document({"rules": ["xyz"]})

	found == {{"message": "ignore[xyz] names no rule that is known", "at": "app.yaml#/~40"}}
}

test_says_what_is_not_understood if {
	found := rule.findings with input as _document({"unclear": true, "detail": "ignore names no rule"})

	found == {{
		"message": "The suppression is not understood, so it hides nothing: ignore names no rule",
		"at": "app.yaml#/~40",
	}}
}

test_leaves_other_kinds_to_their_rules if {
	found := rule.findings with input as _document({"kind": "other"})

	found == set()
}

# a document with one suppression; each test overrides only what it is about
_document(override) := {"suppressions": [object.union(
	{
		"kind": "unknown-rule",
		"at": "app.yaml#/~40",
		"rules": ["nacl/*", "security-group/open-icmp"],
		"detail": "",
		"unclear": false,
	},
	override,
)]}

package rules.suppression.expired_test

import data.rules.suppression.expired as rule

test_says_when_it_ended if {
	found := rule.findings with input as _document({"detail": "2025-12-31"})

	found == {{
		"message": "ignore[nacl/*, security-group/open-icmp] ended on 2025-12-31, so it hides nothing",
		"at": "app.yaml#/~40",
	}}
}

test_says_that_a_date_is_not_understood if {
	found := rule.findings with input as _document({"rules": ["nacl/*"], "unclear": true, "detail": "\"soon\" is no date"})

	found == {{
		"message": "ignore[nacl/*] has no end that is understood (\"soon\" is no date), so it hides nothing",
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
		"kind": "expired",
		"at": "app.yaml#/~40",
		"rules": ["nacl/*", "security-group/open-icmp"],
		"detail": "",
		"unclear": false,
	},
	override,
)]}

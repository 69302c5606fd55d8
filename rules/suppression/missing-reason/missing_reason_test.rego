package rules.suppression["missing-reason_test"]

import data.rules.suppression["missing-reason"] as rule

test_names_the_rules if {
	found := rule.findings with input as _document({})

	found == {{
		"message": "ignore[nacl/*, security-group/open-icmp] has no reason, so it hides nothing",
		"at": "app.yaml#/~40",
		"label": "no reason=",
	}}
}

test_leaves_other_kinds_to_their_rules if {
	found := rule.findings with input as _document({"kind": "other"})

	found == set()
}

# a document with one suppression; each test overrides only what it is about
_document(override) := {"suppressions": [object.union(
	{
		"kind": "missing-reason",
		"at": "app.yaml#/~40",
		"rules": ["nacl/*", "security-group/open-icmp"],
		"detail": "",
		"unclear": false,
	},
	override,
)]}

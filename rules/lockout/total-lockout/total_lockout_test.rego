package rules.lockout["total-lockout_test"]

import data.rules.lockout["total-lockout"] as rule

test_points_at_the_statements if {
	found := rule.findings with input as _document({}, {})

	found == {{
		"message": "AlertsPolicy lets nobody, not even the root user, edit or remove this topic policy again",
		"at": "app.yaml#/Statement/0",
		"label": "denies sns:SetTopicAttributes to every principal, without a condition",
		"related": [{
			"at": "app.yaml#/Statement/1",
			"message": "denies sns:RemovePermission to every principal, without a condition",
		}],
		"notes": [{"label": "way back", "text": "only AWS Support, which the account's root user has to ask"}],
	}}
}

test_points_at_the_policy_where_nothing_is_denied if {
	found := rule.findings with input as _document({}, {"core": [], "closed": []})

	some finding in found
	finding.at == "app.yaml#/Policy"
	finding.label == "allows no principal of the account to edit it, which identity policies alone can't"
}

test_offers_the_repair if {
	repair := {"title": "exempt a role", "edits": [{"op": "remove", "at": "app.yaml#/Statement/0", "value": null}]}

	found := rule.findings with input as _document({"repair": object.union(repair, {"verdict": "conditional"})}, {})

	some finding in found
	finding.fix == object.union(repair, {"safe": false})
}

test_stays_silent[note] if {
	some note, verdict in {"someone can edit it": "none", "the root user can": "root-only", "it is refused": "rejected"}

	found := rule.findings with input as _document({}, {"verdict": verdict})

	found == set()
}

test_stays_silent_where_nothing_was_proved if {
	found := rule.findings with input as {"policies": [{"name": "P", "noun": "topic policy", "lockout": null}]}

	found == set()
}

# a document with one policy that the rule reports; each test overrides only what it is about
_document(override, lockout) := {"policies": [object.union(
	object.union(
		{
			"at": "app.yaml#/Policy",
			"name": "AlertsPolicy",
			"noun": "topic policy",
			"service": "sns",
			"statements": [{"at": "app.yaml#/Statement/0"}, {"at": "app.yaml#/Statement/1"}],
		},
		override,
	),
	{"lockout": object.union(_lockout, lockout)},
)]}

_lockout := {
	"verdict": "total",
	"core": ["app.yaml#/Statement/0", "app.yaml#/Statement/1"],
	"closed": [
		{"at": "app.yaml#/Statement/0", "actions": ["sns:SetTopicAttributes"], "to": "everyone"},
		{"at": "app.yaml#/Statement/1", "actions": ["sns:RemovePermission"], "to": "everyone"},
	],
	"affected": [],
	"destroy": [],
}

package rules["security-group"]["invalid-icmp-type_test"]

import data.rules["security-group"]["invalid-icmp-type"] as rule

test_phrases[note] if {
	some note, expected in {
		"the range of the console": {
			"override": {},
			"message": "Web has an ICMP rule that matches no message: it asks for type 0 with code 65535",
		},
	}

	found := rule.findings with input as _document(expected.override)

	{finding.message | some finding in found} == {expected.message}
}

test_labels_the_place if {
	found := rule.findings with input as _document({})

	{[finding.at, finding.label] | some finding in found} == {[
		"app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0/ToPort",
		"a code, not a port",
	]}
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as {"diagnosis": {"issues": [], "doubts": [{
		"kind": "security-group/invalid-icmp-type",
		"at": "app.yaml#/Resources/Web",
		"reason": "Web has a rule that is not fully known",
	}]}}

	{doubt.reason | some doubt in found} == {"Web has a rule that is not fully known"}
}

# a document with one issue; each test overrides only what it is about
_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "security-group/invalid-icmp-type",
		"at": "app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0/ToPort",
		"name": "Web",
		"words": {"label": "a code, not a port", "reason": "it asks for type 0 with code 65535"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

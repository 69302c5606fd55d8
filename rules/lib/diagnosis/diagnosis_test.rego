package rules.lib.diagnosis_test

import data.rules.lib.diagnosis

test_gives_the_issues_of_a_kind if {
	found := diagnosis.issues("nacl/empty-direction") with input as _document

	found == {_issue}
}

test_gives_the_doubts_of_a_kind if {
	found := diagnosis.doubts("nacl/empty-direction") with input as _document

	found == {{"at": "app.yaml#/Resources/Acl", "reason": "it can't be decided"}}
}

test_reports_an_issue_with_its_evidence if {
	diagnosis.finding(_issue, "high", "Acl is empty") == {
		"message": "Acl is empty",
		"at": "app.yaml#/Resources/Acl",
		"severity": "high",
		"related": [{"at": "app.yaml#/Resources/Web", "message": "Web is cut off"}],
		"flow": [],
		"notes": [],
		"properties": {"explanationCodes": ["SUBNET_ACL_RESTRICTION"]},
	}
}

test_is_milder_with_a_doubt if {
	finding := diagnosis.finding(object.union(_issue, {"weaker": ["Vpc is exported"]}), "high", "Acl is empty")

	finding.severity == "medium"
	finding.notes == [{"label": "unless", "text": "Vpc is exported"}]
}

test_is_milder_for_a_reason_that_holds if {
	finding := diagnosis.finding(object.union(_issue, {"milder": ["nothing uses it"]}), "high", "Acl is empty")

	finding.severity == "medium"
	finding.notes == [{"label": "milder", "text": "nothing uses it"}]
}

test_has_the_open_ports if {
	finding := diagnosis.finding(object.union(_issue, {"words": {"range": "1-999"}}), "high", "Web is open")

	finding.properties.ports == "1-999"
}

test_has_no_codes_without_any if {
	diagnosis.finding(object.union(_issue, {"codes": []}), "low", "Acl is empty").properties == {}
}

test_offers_the_edits_as_a_fix if {
	edits := [{"op": "remove", "at": "app.yaml#/Resources/Acl", "value": null}]
	with_edits := object.union(_issue, {"edits": edits})

	diagnosis.fixed(with_edits, "remove it", true) == {"fix": {"title": "remove it", "safe": true, "edits": edits}}
	diagnosis.fixed(_issue, "remove it", true) == {}
}

_document := {"diagnosis": {
	"issues": [_issue, object.union(_issue, {"kind": "other/kind"})],
	"doubts": [
		{"kind": "nacl/empty-direction", "at": "app.yaml#/Resources/Acl", "reason": "it can't be decided"},
		{"kind": "other/kind", "at": "app.yaml#/Resources/Acl", "reason": "it can't be decided"},
	],
}}

_issue := {
	"kind": "nacl/empty-direction",
	"at": "app.yaml#/Resources/Acl",
	"name": "Acl",
	"words": {},
	"related": [{"at": "app.yaml#/Resources/Web", "message": "Web is cut off"}],
	"flow": [],
	"codes": ["SUBNET_ACL_RESTRICTION"],
	"weaker": [],
	"edits": [],
}

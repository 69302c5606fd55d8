package rules.reachability["unreachable-web-server_test"]

import data.rules.reachability["unreachable-web-server"] as rule

test_lists_the_blockers if {
	found := rule.findings with input as _document({})

	{[finding.message, finding.properties.explanationCodes] | some finding in found} == {[
		"Web can't be reached from the internet on 80/tcp: Web has no public IPv4 address; Table has no route",
		["IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", "NO_ROUTE_TO_DESTINATION"],
	]}
}

test_is_as_grave_as_the_signs_of_a_server_are_clear if {
	words := {"severity": "medium", "traffic": "80/tcp", "reasons": "Web has no public IPv4 address"}
	found := rule.findings with input as _document({"words": words})

	{finding.severity | some finding in found} == {"medium"}
}

test_names_what_a_fix_does if {
	edits := [{"op": "add", "at": "app.yaml#/Resources/Subnet/Properties/MapPublicIpOnLaunch", "value": true}]
	found := rule.findings with input as _document({"edits": edits})

	{finding.fix.title | some finding in found} == {"give instances in the subnet a public address"}
}

test_names_what_a_fix_of_a_group_does if {
	edits := [{"op": "add", "at": "app.yaml#/Resources/Group/Properties/SecurityGroupIngress", "value": []}]
	found := rule.findings with input as _document({"edits": edits, "codes": ["SG_HAS_NO_RULES"]})

	{finding.fix.title | some finding in found} == {"admit the internet on port 80"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "reachability/unreachable-web-server",
		"at": "app.yaml#/Resources/Web",
		"name": "Web",
		"words": {"severity": "high", "traffic": "80/tcp", "reasons": "Web has no public IPv4 address; Table has no route"},
		"related": [],
		"flow": [],
		"codes": ["IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", "NO_ROUTE_TO_DESTINATION"],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

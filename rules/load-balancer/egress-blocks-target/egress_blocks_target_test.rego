package rules["load-balancer"]["egress-blocks-target_test"]

import data.rules["load-balancer"]["egress-blocks-target"] as rule

test_names_ports_and_targets if {
	found := rule.findings with input as _document({})

	{finding.message | some finding in found} == {"AlbGroup does not let Alb out to its target Web on 8080/tcp"}
}

_document(override) := {"diagnosis": {"doubts": [], "issues": [object.union(
	{
		"kind": "load-balancer/egress-blocks-target",
		"at": "app.yaml#/Resources/AlbGroup/Properties/SecurityGroupEgress",
		"name": "AlbGroup",
		"words": {"balancer": "Alb", "targets": "Web", "ports": "8080/tcp"},
		"related": [],
		"flow": [],
		"codes": [],
		"weaker": [],
		"edits": [],
	},
	override,
)]}}

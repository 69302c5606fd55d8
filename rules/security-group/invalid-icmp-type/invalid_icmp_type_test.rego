package rules["security-group"]["invalid-icmp-type_test"]

import data.rules["security-group"]["invalid-icmp-type"] as rule

test_points_at_the_code if {
	found := rule.findings with input as _document({})

	found == {{
		"message": "Web has an ICMP rule that matches no message: it asks for type 0 with code 65535",
		"at": "app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0/ToPort",
		"label": "a code, not a port",
		"related": [],
	}}
}

test_reports[note] if {
	some note, expected in {
		"every type with one code": {"icmp": [-1, 4], "at": "ToPort"},
		"a type beyond the last": {"icmp": [300, 0], "at": "FromPort"},
		"a type below every type": {"icmp": [-2, -1], "at": "FromPort"},
		"a code beyond the last": {"icmp": [8, 256], "at": "ToPort"},
		"a code below every code": {"icmp": [8, -2], "at": "ToPort"},
		"type 0 up to the last code": {"icmp": [0, 255], "at": "ToPort"},
	}

	override := {"icmp": {"type": expected.icmp[0], "code": expected.icmp[1]}}
	found := rule.findings with input as _document(override)

	{finding.at | some finding in found} == {
		$"app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0/{expected.at}",
	}
}

test_looks_at_egress_and_icmpv6_too if {
	found := rule.findings with input as _document({"direction": "egress", "protocol": "icmpv6"})

	count(found) == 1
}

test_tells_which_default_it_rests_on if {
	via := [{"at": "app.yaml#/Parameters/Code/Default", "message": "default of parameter Code"}]
	found := rule.findings with input as _document({"via": via})

	{finding.related[0] | some finding in found} == {via[0]}
}

test_stays_silent[note] if {
	some note, override in {
		"every type and code": {"icmp": {"type": -1, "code": -1}},
		"an echo reply": {"icmp": {"type": 0, "code": -1}},
		"an echo reply with its code": {"icmp": {"type": 0, "code": 0}},
		"path MTU discovery": {"icmp": {"type": 3, "code": 4}},
		"the idiom that lets nothing out": {"icmp": {"type": 252, "code": 86}, "direction": "egress"},
		"the highest type and code": {"icmp": {"type": 255, "code": 255}},
		"ports of another protocol": {"protocol": "tcp", "icmp": false},
		"the rule may not exist": {"exists": "undecided"},
	}

	found := rule.findings with input as _document(override)

	found == set()
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as _document({"icmp": false, "undecided": "a port is not known"})

	{doubt.reason | some doubt in found} == {"Web has a rule for ICMP that is not fully known: a port is not known"}
}

# a group with one rule that is reported; each test overrides only what it is about
_document(override) := {"network": {"security_groups": [{"rules": [object.union(
	{
		"at": "app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0",
		"owner": "Web",
		"exists": "yes",
		"direction": "ingress",
		"protocol": "icmp",
		"icmp": {"type": 0, "code": 65535},
		"peers": [],
		"any": false,
	},
	override,
)]}]}}

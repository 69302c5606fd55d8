package rules["security-group"]["open-icmp_test"]

import data.rules["security-group"]["open-icmp"] as rule

test_points_at_the_type if {
	found := rule.findings with input as _document({})

	found == {{
		"message": "Web admits every type of ICMP message from any IPv4 address",
		"at": "app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0/FromPort",
		"label": "every type",
		"related": [{
			"at": "app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0/CidrIp",
			"message": "admits any IPv4 address",
		}],
	}}
}

test_tells_which_default_it_rests_on if {
	via := [{"at": "app.yaml#/Parameters/Cidr/Default", "message": "default of parameter Cidr"}]
	found := rule.findings with input as _document({"via": via})

	{finding.related[1] | some finding in found} == {via[0]}
}

test_points_at_the_protocol_of_a_rule_without_types if {
	changes := {"protocol": "icmpv6", "peers": [_peer("::/0", "ipv6")]}
	document := json.patch(_document(changes), [{"op": "remove", "path": "network/security_groups/0/rules/0/from"}])
	found := rule.findings with input as document

	{[finding.message, finding.at] | some finding in found} == {[
		"Web admits every type of ICMPv6 message from any IPv6 address",
		"app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0/IpProtocol",
	]}
}

test_stays_silent[note] if {
	some note, override in {
		"the rule is for path MTU discovery": {"from": 3, "icmp": {"type": 3, "code": 4}},
		"the rule is for time exceeded": {"from": 11, "icmp": {"type": 11, "code": 0}},
		"the rule is for pings": {"from": 8, "icmp": {"type": 8, "code": -1}},
		"the rule matches nothing": {"icmp": {"type": -1, "code": 4}},
		"the rule is for every protocol": {"protocol": "-1", "icmp": false},
		"the rule lets out": {"direction": "egress"},
		"the source is one network": {"peers": [object.union(_peer("10.0.0.0/8", "ipv4"), {"any": false})]},
		"the source is not known": {"peers": [{"kind": "unresolved", "at": "app.yaml#/R", "any": false}]},
		"the rule may not exist": {"exists": "undecided"},
	}

	found := rule.findings with input as _document(override)

	found == set()
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as _document({"undecided": "the protocol is not known", "icmp": false})

	{doubt.reason | some doubt in found} == {"Web has a rule that is not fully known: the protocol is not known"}
}

# a group with one rule that is reported; each test overrides only what it is about
_document(override) := {"network": {"security_groups": [{"rules": [object.union(
	{
		"at": "app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0",
		"owner": "Web",
		"exists": "yes",
		"direction": "ingress",
		"protocol": "icmp",
		"from": -1,
		"icmp": {"type": -1, "code": -1},
		"peers": [_peer("0.0.0.0/0", "ipv4")],
		"any": true,
	},
	override,
)]}]}}

_peer(cidr, family) := {
	"kind": "cidr",
	"at": "app.yaml#/Resources/Web/Properties/SecurityGroupIngress/0/CidrIp",
	"cidr": cidr,
	"family": family,
	"any": true,
}

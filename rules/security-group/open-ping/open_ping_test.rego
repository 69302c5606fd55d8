package rules["security-group"]["open-ping_test"]

import data.rules["security-group"]["open-ping"] as rule

test_points_at_the_source if {
	found := rule.findings with input as _document({})

	found == {{
		"message": "PingIn admits pings from any IPv4 address",
		"at": "app.yaml#/Resources/PingIn/Properties/CidrIp",
		"label": "anybody",
		"related": [{"at": "app.yaml#/Resources/PingIn/Properties/FromPort", "message": "echo request"}],
	}}
}

test_reports[note] if {
	some note, override in {
		"the code is 0": {"icmp": {"type": 8, "code": 0}},
		"the source is all of IPv6": {
			"protocol": "icmpv6",
			"icmp": {"type": 128, "code": -1},
			"peers": [object.union(_peer, {"family": "ipv6", "cidr": "::/0"})],
		},
	}

	found := rule.findings with input as _document(override)

	count(found) == 1
}

test_tells_which_default_it_rests_on if {
	via := [{"at": "app.yaml#/Parameters/Cidr/Default", "message": "default of parameter Cidr"}]
	found := rule.findings with input as _document({"via": via})

	{finding.related[1] | some finding in found} == {via[0]}
}

test_stays_silent[note] if {
	some note, override in {
		"every type is admitted": {"icmp": {"type": -1, "code": -1}},
		"the code is none of a ping": {"icmp": {"type": 8, "code": 8}},
		"the type is an echo reply": {"icmp": {"type": 0, "code": -1}},
		"the type is that of the other protocol": {"icmp": {"type": 128, "code": 0}},
		"the rule lets out": {"direction": "egress"},
		"the source is one network": {"peers": [object.union(_peer, {"cidr": "10.0.0.0/8", "any": false})]},
		"the source is a group": {"peers": [{"kind": "security-group", "at": "app.yaml#/R", "any": false}]},
	}

	found := rule.findings with input as _document(override)

	found == set()
}

test_leaves_a_group_that_admits_every_type_to_another_rule[note] if {
	some note, expected in {
		"the same source and protocol": [{}, 0],
		"a source that is not the internet": [{"peers": [object.union(_peer, {"any": false})]}, 1],
		"the other protocol": [{"protocol": "icmpv6", "peers": [object.union(_peer, {"family": "ipv6"})]}, 1],
		"a rule that may not exist": [{"exists": "undecided"}, 1],
	}

	wide := object.union({"at": "app.yaml#/Resources/All", "icmp": {"type": -1, "code": -1}}, expected[0])
	document := json.patch(_document({}), [{
		"op": "add", "path": "network/security_groups/0/rules/-",
		"value": object.union(_document({}).network.security_groups[0].rules[0], wide),
	}])
	found := rule.findings with input as document

	count(found) == expected[1]
}

test_reports_a_group_beside_one_that_admits_every_type if {
	groups := array.concat(
		_document({}).network.security_groups,
		_document({"icmp": {"type": -1, "code": -1}}).network.security_groups,
	)
	found := rule.findings with input as {"network": {"security_groups": groups}}

	count(found) == 1
}

# a group with one rule that is reported; each test overrides only what it is about
_document(override) := {"network": {"security_groups": [{"rules": [object.union(
	{
		"at": "app.yaml#/Resources/PingIn/Properties",
		"owner": "PingIn",
		"exists": "yes",
		"direction": "ingress",
		"protocol": "icmp",
		"from": 8,
		"icmp": {"type": 8, "code": -1},
		"peers": [_peer],
		"any": true,
	},
	override,
)]}]}}

_peer := {
	"kind": "cidr",
	"at": "app.yaml#/Resources/PingIn/Properties/CidrIp",
	"cidr": "0.0.0.0/0",
	"family": "ipv4",
	"any": true,
}

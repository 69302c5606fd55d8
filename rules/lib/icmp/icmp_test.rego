package rules.lib.icmp_test

import data.rules.lib.icmp

test_names_the_rule_and_the_peer_that_is_the_internet if {
	found := icmp.open_rules with input as _document({})

	{[entry.rule.at, entry.peer.cidr] | some entry in found} == {["app.yaml#/R", "0.0.0.0/0"]}
}

test_tells_groups_apart if {
	groups := [{"rules": [_rule({})]}, {"rules": [_rule({"at": "app.yaml#/S"})]}]
	found := icmp.open_rules with input as {"network": {"security_groups": groups}}

	{[entry.group, entry.rule.at] | some entry in found} == {[0, "app.yaml#/R"], [1, "app.yaml#/S"]}
}

test_counts_a_union_once if {
	union := ["app.yaml#/R/CidrIp", "app.yaml#/S/CidrIp"]
	rules := [_rule({"peers": [_peer({"at": at, "union": union})]}) | some at in union]
	found := icmp.open_rules with input as {"network": {"security_groups": [{"rules": rules}]}}

	{entry.peer.at | some entry in found} == {"app.yaml#/R/CidrIp"}
	[step | some entry in found; some step in icmp.evidence(entry)] == [
		{"at": "app.yaml#/R/CidrIp", "message": "admits a part of the addresses"},
		{"at": "app.yaml#/S/CidrIp", "message": "admits a further part, and together they are the internet"},
	]
}

test_is_not_open[note] if {
	some note, override in {
		"the rule is for egress": {"direction": "egress"},
		"the rule may not exist": {"exists": "undecided"},
		"the type is not known": {"icmp": false},
		"the peer is not the internet": {"peers": [_peer({"any": false})]},
		"the peer is of the other family": {"peers": [_peer({"family": "ipv6"})]},
		"the peer is not known": {"peers": [{"kind": "unresolved", "at": "app.yaml#/R/CidrIp", "any": false}]},
	}

	found := icmp.open_rules with input as _document(override)

	found == set()
}

test_doubts[note] if {
	some note, override in {
		"a value is not known": {"undecided": "the protocol is not known"},
		"a port of an ICMP rule is not known": {"protocol": "icmp", "undecided": "a port is not known"},
		"the source is not known": {"peers": [{"kind": "unresolved", "at": "app.yaml#/R/CidrIp", "any": false}]},
		"the source is a prefix list of others": {"peers": [{"kind": "prefix-list", "at": "app.yaml#/R/P", "any": false}]},
		"the rule may not exist": {"exists": "undecided"},
	}

	found := icmp.doubts with input as _document(override)

	count(found) == 1
}

test_has_no_doubt[note] if {
	some note, override in {
		"everything is known": {},
		"the rule is for another protocol": {"protocol": "tcp", "icmp": false, "undecided": "a port is not known"},
		"the rule is for egress": {"direction": "egress", "undecided": "the protocol is not known"},
		"a closed rule may not exist": {"exists": "undecided", "any": false},
		"the source is a known prefix list": {"peers": [{
			"kind": "prefix-list", "at": "app.yaml#/R/P", "family": "ipv4", "any": false,
		}]},
	}

	found := icmp.doubts with input as _document(override)

	found == set()
}

test_points_at_the_protocol_when_no_type_is_given if {
	icmp.type_at({"at": "app.yaml#/R", "from": 0}) == "app.yaml#/R/FromPort"
	icmp.type_at({"at": "app.yaml#/R"}) == "app.yaml#/R/IpProtocol"
}

_document(override) := {"network": {"security_groups": [{"rules": [_rule(override)]}]}}

# an ingress rule for all ICMP from everywhere; each test overrides only what it is about
_rule(override) := object.union(
	{
		"at": "app.yaml#/R",
		"owner": "Web",
		"exists": "yes",
		"direction": "ingress",
		"protocol": "icmp",
		"icmp": {"type": -1, "code": -1},
		"peers": [_peer({})],
		"any": true,
	},
	override,
)

_peer(override) := object.union(
	{"kind": "cidr", "at": "app.yaml#/R/CidrIp", "cidr": "0.0.0.0/0", "family": "ipv4", "any": true},
	override,
)

# METADATA
# description: Questions about the ICMP rules of security groups
package rules.lib.icmp

# METADATA
# description: The family of addresses that the messages of a protocol travel in
families := {"icmp": "ipv4", "icmpv6": "ipv6"}

# METADATA
# description: |
#   Ingress rules that surely exist and admit messages of known types and codes from the whole
#   internet, each with the peer that is the internet and the number of its group. Rules that are the
#   internet only together count once, by the first of them.
# scope: document
open_rules contains entry if {
	some number, group in input.network.security_groups
	some rule in group.rules
	rule.direction == "ingress"
	rule.exists == "yes"
	rule.icmp
	some peer in rule.peers
	peer.any
	_is_first(peer)
	peer.family == families[rule.protocol]

	entry := {"rule": rule, "peer": peer, "group": number}
}

# METADATA
# description: The type and code of a rule for all messages
all_types := {"type": -1, "code": -1}

# METADATA
# description: |
#   Ingress rules for ICMP that may be open to the internet: a value on them is not known. Each has
#   the place and the reason.
# scope: document
doubts contains doubt if {
	some rule in _ingress_rules
	rule.undecided
	object.get(rule, "protocol", "icmp") in object.keys(families)

	doubt := {"at": rule.at, "reason": $"{rule.owner} has a rule that is not fully known: {rule.undecided}"}
}

doubts contains doubt if {
	some rule in _ingress_rules
	rule.icmp
	some peer in rule.peers
	_is_unknown(peer)

	doubt := {"at": peer.at, "reason": $"{rule.owner} has a rule for ICMP whose source is not known"}
}

doubts contains doubt if {
	some rule in _ingress_rules
	rule.exists != "yes"
	rule.icmp
	rule.any

	doubt := {"at": rule.at, "reason": $"it can't be decided whether the rule of {rule.owner} exists"}
}

# METADATA
# description: The place of a rule's ICMP type; without one that of its protocol
# scope: document
type_at(rule) := $"{rule.at}/FromPort" if rule.from

type_at(rule) := $"{rule.at}/IpProtocol" if not rule.from

# METADATA
# description: How a message names the whole internet of a family of addresses
anywhere := {"ipv4": "any IPv4 address", "ipv6": "any IPv6 address"}

# METADATA
# description: |
#   Further places that make a rule open: its peer, the rules that are the internet only together with
#   it, and where its values come from.
# scope: document
evidence(entry) := array.concat(
	array.concat([{"at": entry.peer.at, "message": $"admits {_share(entry.peer)}"}], _others(entry.peer)),
	object.get(entry.rule, "via", []),
)

_share(peer) := anywhere[peer.family] if not peer.union

_share(peer) := "a part of the addresses" if peer.union

_others(peer) := [{"at": at, "message": "admits a further part, and together they are the internet"} |
	some at in object.get(peer, "union", [])
	at != peer.at
]

_ingress_rules contains rule if {
	some group in input.network.security_groups
	some rule in group.rules
	rule.direction == "ingress"
}

_is_first(peer) if not peer.union

_is_first(peer) if peer.union[0] == peer.at

_is_unknown(peer) if peer.kind == "unresolved"

_is_unknown(peer) if {
	peer.kind == "prefix-list"
	not peer.family
}

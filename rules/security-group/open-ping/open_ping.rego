# METADATA
# title: Ping open to the internet
# description: |
#   A security group admits echo requests from any address, so anybody can find out that the machine is
#   there and how far away it is. That is often meant, for a public server that is monitored from many
#   places, and is rarely needed behind a load balancer.
#
#   The rule is about echo alone: ICMP type 8, ICMPv6 type 128. Where the group admits every type from
#   any address, by this or another of its rules, `security-group/open-icmp` reports it in place of this
#   rule.
# related_resources:
#   - description: Amazon EC2, security group rules for different use cases, rules to ping an instance
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-rules-reference.html
#   - description: Amazon EC2 API, IpPermission, what FromPort and ToPort mean for ICMP
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 200
#   resources: [AWS::EC2::SecurityGroup, AWS::EC2::SecurityGroupIngress]
#   remediation: |
#     Name the addresses that are to ping the machine in place of every address, or remove the rule.
#     Path MTU discovery does not need it: that is type 3 with code 4, for IPv6 type 2.
package rules["security-group"]["open-ping"]

import data.rules.lib.icmp

findings contains finding if {
	some entry in icmp.open_rules
	entry.rule.icmp.type == _echo[entry.rule.protocol]
	entry.rule.icmp.code in {-1, 0}
	not [entry.group, entry.rule.protocol] in _wide_open

	finding := {
		"message": $"{entry.rule.owner} admits pings from {icmp.anywhere[entry.peer.family]}",
		"at": entry.peer.at,
		"label": "anybody",
		"related": array.concat(
			[{"at": icmp.type_at(entry.rule), "message": "echo request"}],
			array.slice(icmp.evidence(entry), 1, count(icmp.evidence(entry))),
		),
	}
}

# groups, with the protocol, that admit every message from any address
_wide_open contains [entry.group, entry.rule.protocol] if {
	some entry in icmp.open_rules
	entry.rule.icmp == icmp.all_types
}

# the type of an echo request
_echo := {"icmp": 8, "icmpv6": 128}

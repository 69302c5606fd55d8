# METADATA
# title: Network ACL entry whose ports do not count
# description: |
#   What an entry of a network ACL says about ports has to fit its protocol:
#
#   - TCP (6) and UDP (17) need `PortRange`, ICMP (1) and ICMPv6 (58) need `Icmp`; without it EC2 refuses the entry;
#   - for every other protocol, and for `-1`, ports do not count: an entry for `-1` with port 443 is for all traffic;
#   - ICMPv6 with an IPv4 block is for every type and code, whatever `Icmp` says.
#
#   A range of all ports beside `-1` says what happens anyway and is left alone.
# related_resources:
#   - description: Amazon EC2 API, CreateNetworkAclEntry, Protocol, PortRange and Icmp
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [diagnosis/nacl/ignored-ports]
#   remediation: |
#     Write `Protocol: 6` (TCP) or `17` (UDP) with a `PortRange`, or `1` (ICMP) with `Icmp`. Where all
#     traffic is meant, remove the ports.
package rules.nacl["ignored-ports"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("nacl/ignored-ports")
	finding := diagnosis.finding(issue, "medium", $"{issue.name} {_flaw(issue)}")
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("nacl/ignored-ports")
}

_flaw(issue) := $"is for {issue.words.protocol} without PortRange, which EC2 refuses" if issue.variant == "ports"

_flaw(issue) := $"is for {issue.words.protocol} without Icmp, which EC2 refuses" if issue.variant == "icmp"

_flaw(issue) := "is for ICMPv6 with an IPv4 block, which makes it one for every type and code" if {
	issue.variant == "family"
}

_flaw(issue) := $"names ports, which do not count for protocol {issue.words.protocol}" if not issue.variant

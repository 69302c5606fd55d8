# METADATA
# title: All ICMP open to the internet
# description: |
#   A security group admits every type of ICMP message from any address. What may have to come in is
#   little:
#
#   - type 3 with code 4 (fragmentation needed), for path MTU discovery, and the other errors: type 3
#     (unreachable) and type 11 (time exceeded);
#   - for ICMPv6 types 1 to 4, the errors that RFC 4890 lets pass; type 2 (packet too big) is for path
#     MTU discovery. Neighbour discovery (133 to 137) stays on its own link;
#   - type 8, for ICMPv6 128, where the machine is to answer `ping`.
#
#   The others, such as redirects, timestamps and address masks, help somebody who maps the network or
#   looks for a covert channel.
#
#   For ICMP `FromPort` is the type and `ToPort` the code, and `-1` stands for all of them. A rule for
#   `icmpv6` without `FromPort` and `ToPort` is for all types, too. Rules whose blocks are the internet
#   only together, such as `0.0.0.0/1` and `128.0.0.0/1`, count as one.
# related_resources:
#   - description: Amazon EC2 API, IpPermission, what FromPort and ToPort mean for ICMP
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
#   - description: Amazon EC2, path MTU discovery and the ICMP it needs
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/network_mtu.html
#   - description: RFC 4890, which ICMPv6 messages a firewall has to let pass
#     ref: https://www.rfc-editor.org/rfc/rfc4890
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 284
#   resources: [diagnosis/security-group/open-icmp]
#   remediation: |
#     Admit what is needed. For path MTU discovery that is `FromPort: 3` and `ToPort: 4`, for all errors
#     type 3 and type 11 with `ToPort: -1`; for ICMPv6 it is one rule for each of the types 1 to 4. These
#     may stay open to any address. Where the machine should answer `ping`, add `FromPort: 8` and
#     `ToPort: -1` (ICMPv6: 128) for the addresses that are to use it.
package rules["security-group"]["open-icmp"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("security-group/open-icmp")
	message := $"{issue.name} admits every type of {issue.words.protocol} message from {issue.words.source}"
	finding := object.union(diagnosis.finding(issue, "medium", message), {"label": "every type"})
}

undecided contains doubt if some doubt in diagnosis.doubts("security-group/open-icmp")

# METADATA
# title: Route through a peer to somewhere else
# description: |
#   A route sends traffic over a peering connection to addresses that are not in the peer VPC. Peering is not
#   transitive: neither a third VPC nor the peer's internet, NAT or VPN gateway can be reached that way, and AWS
#   drops the traffic.
# related_resources:
#   - description: Amazon VPC Peering, limitations
#     ref: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
#   - description: Amazon VPC Peering, configurations that are not supported
#     ref: https://docs.aws.amazon.com/vpc/latest/peering/invalid-peering-configurations.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/routing/transitive-peering]
#   remediation: |
#     Peer with the VPC that has the addresses, connect the networks by a transit gateway, or give the VPC an internet
#     or NAT gateway of its own.
package rules.routing["transitive-peering"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/transitive-peering")
	message := $"{issue.name} sends {issue.words.destination} over {_connection(issue)}, {_beyond(issue)}"
	finding := diagnosis.finding(issue, _severity(issue), message)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/transitive-peering")
}

_severity(issue) := "medium" if issue.variant == "default"

_severity(issue) := "high" if not issue.variant

_connection(issue) := $"peering connection {issue.words.connection}" if issue.words.connection != ""

_connection(issue) := "a peering connection" if issue.words.connection == ""

_beyond(issue) := "behind which no internet can be reached" if issue.variant == "default"

_beyond(issue) := $"and these addresses are not in the peer {issue.words.peer}" if not issue.variant

# METADATA
# title: Route out of the VPC for its own addresses
# description: |
#   The local route is for the addresses of the VPC. AWS refuses a route for some of them whose target is outside the
#   VPC: only network interfaces, NAT gateways and Gateway Load Balancer endpoints may take such traffic.
# related_resources:
#   - description: Amazon VPC, route tables, considerations
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/routing/route-inside-own-cidr]
#   remediation: |
#     Set the destination to the addresses of the network that the target leads to.
package rules.routing["route-inside-own-cidr"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/route-inside-own-cidr")
	message := $"{issue.name} sends {issue.words.destination} to {_target(issue)}, but {_owner(issue)}"
	finding := diagnosis.finding(issue, "high", message)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/route-inside-own-cidr")
}

_owner(issue) := $"these addresses are in its own VPC {issue.words.vpc}"

_target(issue) := {
	"internet-gateway": "an internet gateway",
	"virtual-private-gateway": "a virtual private gateway",
	"peering": "a peering connection",
	"transit-gateway": "a transit gateway",
	"core-network": "a core network",
	"egress-only-gateway": "an egress-only internet gateway",
}[issue.words.target]

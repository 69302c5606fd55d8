# METADATA
# title: NAT gateway in a private subnet
# description: |
#   A public NAT gateway sends what it translates on by the route table of its own subnet. In a subnet
#   without a route to an internet gateway that leads nowhere, and everything that relies on the NAT
#   gateway is cut off.
# related_resources:
#   - description: Amazon VPC, NAT gateway basics
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
#   - description: Amazon VPC, troubleshoot NAT gateways
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/routing/nat-in-private-subnet]
#   remediation: |
#     Put the NAT gateway into a public subnet, one whose route table has a route to an attached internet
#     gateway.
package rules.routing["nat-in-private-subnet"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/nat-in-private-subnet")
	message := $"{issue.name} stands in {issue.words.subnet}, which has no route to an internet gateway"
	finding := object.union(
		diagnosis.finding(issue, "high", message),
		diagnosis.fixed(issue, "move it to a public subnet", false),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/nat-in-private-subnet")
}

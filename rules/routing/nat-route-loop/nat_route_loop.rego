# METADATA
# title: Route that sends a NAT gateway back to itself
# description: |
#   A route table sends traffic to a NAT gateway, and the subnet that the NAT gateway stands in uses the same
#   table. What the gateway translates is routed back to it, so nothing leaves.
# related_resources:
#   - description: Amazon VPC, NAT gateway basics
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
#   - description: Amazon VPC, route table options, routing to a NAT device
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/routing/nat-route-loop]
#   remediation: |
#     Give the NAT gateway a subnet of its own whose route table leads to an internet gateway, and keep the route to
#     the NAT gateway in the route table of the private subnets.
package rules.routing["nat-route-loop"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/nat-route-loop")
	sent := $"{issue.name} sends {issue.words.destination} to {issue.words.gateway}"
	message := $"{sent}, which stands in {issue.words.subnet} and uses the same route table {issue.words.table}"
	finding := diagnosis.finding(issue, "high", message)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/nat-route-loop")
}

# METADATA
# title: Peering with routes on one side only
# description: |
#   The route tables of one VPC send traffic over a peering connection, and no route of the other VPC leads
#   back. Answers are lost, so no connection comes about in either direction.
# related_resources:
#   - description: Amazon VPC Peering, update the route tables of both VPCs
#     ref: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/routing/one-sided-peering]
#   remediation: |
#     Add an `AWS::EC2::Route` over the peering connection to the route tables of the other VPC, with the addresses
#     of the first VPC as its destination.
package rules.routing["one-sided-peering"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/one-sided-peering")
	message := $"{issue.name} carries traffic from {issue.words.from}, and no route of {issue.words.silent} leads back"
	finding := object.union(
		diagnosis.finding(issue, "high", message),
		diagnosis.fixed(issue, "add a route back", false),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/one-sided-peering")
}

# METADATA
# title: Public resource on the main route table
# description: |
#   A subnet that gives public addresses, or that holds a NAT gateway, an internet-facing load balancer or an
#   instance with a public address, has no route table association. It uses the main route table of its VPC,
#   which no resource of CloudFormation can add routes to, so nothing in it reaches the internet or is
#   reached from there.
# related_resources:
#   - description: Amazon VPC, subnets without an association use the main route table
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
#   - description: AWS CloudFormation, AWS::EC2::SubnetRouteTableAssociation
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnetroutetableassociation.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/routing/public-resource-on-main-table]
#   remediation: |
#     Add an `AWS::EC2::SubnetRouteTableAssociation` that ties the subnet to a route table with a route to the
#     internet gateway. If the subnet is meant to be private, take the public addresses away.
package rules.routing["public-resource-on-main-table"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/public-resource-on-main-table")
	message := $"{issue.name} {_use(issue)}, but uses its VPC's main route table, which has only the local route"
	finding := object.union(
		diagnosis.finding(issue, "medium", message),
		diagnosis.fixed(issue, "associate the public route table", false),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/public-resource-on-main-table")
}

_use(issue) := "gives its instances public addresses" if issue.variant == "addresses"

_use(issue) := $"holds NAT gateway {issue.words.who}" if issue.variant == "nat"

_use(issue) := $"holds the internet-facing load balancer {issue.words.who}" if issue.variant == "load-balancer"

_use(issue) := $"holds {issue.words.who}, which has a public address" if issue.variant == "instance"

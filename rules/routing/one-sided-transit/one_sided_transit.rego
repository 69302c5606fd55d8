# METADATA
# title: Transit gateway that carries traffic one way only
# description: |
#   Two VPCs are attached to a transit gateway, and only one of them routes to the other. Or the transit gateway has no
#   default route table, and nothing associates an attachment with a table or makes its VPC known in one. Answers
#   are lost, so no connection comes about.
# related_resources:
#   - description: Amazon VPC Transit Gateways, how transit gateways work
#     ref: https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
#   - description: AWS CloudFormation, AWS::EC2::TransitGateway
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-transitgateway.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/routing/one-sided-transit]
#   remediation: |
#     Add a route to the transit gateway to the tables of the other VPC. Where the default route table of the transit
#     gateway is off, add an `AWS::EC2::TransitGatewayRouteTableAssociation` for every attachment, and an
#     `AWS::EC2::TransitGatewayRouteTablePropagation` or `AWS::EC2::TransitGatewayRoute` to it.
package rules.routing["one-sided-transit"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/one-sided-transit")
	message := _message(issue)
	finding := diagnosis.finding(issue, "medium", message)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/one-sided-transit")
}

_message(issue) := $"{_way(issue)}, from which no route leads back" if not issue.variant

_message(issue) := $"{issue.name} is associated with no route table of {issue.words.gateway}" if {
	issue.variant == "association"
}

_message(issue) := $"{issue.name} is in no route table of {issue.words.gateway}, so no traffic gets to its VPC" if {
	issue.variant == "propagation"
}

_way(issue) := $"{issue.name} leads from {issue.words.from} to {issue.words.silent}"

# METADATA
# title: Route to a transit gateway without an attachment
# description: |
#   A route leads to a transit gateway that its VPC is not attached to, which AWS refuses, or from a zone in which
#   the attachment has no subnet, where the transit gateway takes no traffic.
# related_resources:
#   - description: Amazon VPC Transit Gateways, VPC attachments
#     ref: https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
#   - description: AWS CloudFormation, AWS::EC2::TransitGatewayAttachment
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-transitgatewayattachment.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/routing/transit-gateway-without-attachment]
#   remediation: |
#     Add an `AWS::EC2::TransitGatewayAttachment` for the VPC, with a subnet of every zone from which traffic is to
#     reach the transit gateway.
package rules.routing["transit-gateway-without-attachment"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/transit-gateway-without-attachment")
	message := _message(issue)
	finding := object.union(
		diagnosis.finding(issue, _severity(issue), message),
		diagnosis.fixed(issue, "attach the VPC", false),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/transit-gateway-without-attachment")
}

_severity(issue) := "medium" if issue.variant == "zone"

_severity(issue) := "high" if not issue.variant

_message(issue) := $"{issue.name} leads to {issue.words.gateway}, which {issue.words.vpc} is not attached to" if {
	not issue.variant
}

_message(issue) := $"{issue.name} has no subnet in the zone of {issue.words.subnet}, {_route(issue)}" if {
	issue.variant == "zone"
}

_route(issue) := $"which routes to {issue.words.gateway}"

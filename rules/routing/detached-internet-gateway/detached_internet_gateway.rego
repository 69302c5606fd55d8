# METADATA
# title: Route to an internet gateway that is not attached
# description: |
#   A route leads to an internet gateway that no `AWS::EC2::VPCGatewayAttachment` binds to the VPC of the route
#   table. AWS refuses the route: the route table and the gateway belong to different networks.
# related_resources:
#   - description: AWS CloudFormation, AWS::EC2::VPCGatewayAttachment
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcgatewayattachment.html
#   - description: Amazon VPC, enable internet access by an internet gateway
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/routing/detached-internet-gateway]
#   remediation: |
#     Add an `AWS::EC2::VPCGatewayAttachment` with the VPC and the internet gateway, and let the routes wait for it
#     with `DependsOn`.
package rules.routing["detached-internet-gateway"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/detached-internet-gateway")
	message := _message(issue)
	finding := object.union(
		diagnosis.finding(issue, "high", message),
		diagnosis.fixed(issue, "attach it to the VPC", false),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/detached-internet-gateway")
}

_message(issue) := $"{issue.name} is not attached to any VPC, and {issue.words.route} routes to it" if {
	not issue.variant
}

_message(issue) := $"{issue.name} leads to {issue.words.gateway}, which is attached to another VPC" if {
	issue.variant == "elsewhere"
}

# METADATA
# title: VPN connection without routes
# description: |
#   A VPN connection without BGP learns the networks on the other side by `AWS::EC2::VPNConnectionRoute` alone, and a
#   VPC sends traffic to a virtual private gateway only by propagated routes or routes of its own. Without them the
#   tunnel stands and nothing goes through it.
# related_resources:
#   - description: AWS CloudFormation, AWS::EC2::VPNConnectionRoute
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpnconnectionroute.html
#   - description: AWS Site-to-Site VPN, routing options
#     ref: https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/routing/static-vpn-without-routes]
#   remediation: |
#     Add an `AWS::EC2::VPNConnectionRoute` for every network behind the customer gateway, and an
#     `AWS::EC2::VPNGatewayRoutePropagation` for the route tables of the VPC.
package rules.routing["static-vpn-without-routes"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/static-vpn-without-routes")
	message := _message(issue)
	finding := diagnosis.finding(issue, "medium", message)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/static-vpn-without-routes")
}

_message(issue) := $"{issue.name} uses static routes and has none" if not issue.variant

_message(issue) := $"{issue.name} ends at {issue.words.gateway}, which no route table of its VPC leads to" if {
	issue.variant == "unrouted"
}

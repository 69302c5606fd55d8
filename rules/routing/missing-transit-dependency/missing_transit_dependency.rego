# METADATA
# title: Use of a transit or VPN gateway before its attachment
# description: |
#   A route to a transit gateway or a virtual private gateway, and the propagation of routes from the latter, work
#   only once the gateway is attached to the VPC. Without `DependsOn` CloudFormation makes them and the attachment
#   at the same time. Whether the stack succeeds depends on which comes first.
# related_resources:
#   - description: AWS CloudFormation, AWS::EC2::Route, transit gateways
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html
#   - description: AWS CloudFormation, AWS::EC2::VPNGatewayRoutePropagation
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpngatewayroutepropagation.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/routing/missing-transit-dependency]
#   remediation: |
#     Add `DependsOn` with the logical id of the attachment.
package rules.routing["missing-transit-dependency"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/missing-transit-dependency")
	message := $"{issue.words.who} {_verb(issue)} not wait for the attachment {issue.words.attachment}"
	finding := object.union(
		diagnosis.finding(issue, "medium", message),
		diagnosis.fixed(issue, "wait for the attachment", true),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/missing-transit-dependency")
}

_verb(issue) := "does" if not issue.variant

_verb(issue) := "do" if issue.variant == "several"

# METADATA
# title: Gateway endpoint without a route table
# description: |
#   A gateway endpoint for Amazon S3 or DynamoDB works by routes: AWS adds one to each route table that
#   `RouteTableIds` names. This one names none, so nothing uses it. Traffic to the service takes the way it
#   took before, through a NAT gateway that charges for it, or fails where there is no such way.
# related_resources:
#   - description: AWS PrivateLink, gateway endpoints and their routes
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
#   - description: AWS CloudFormation, AWS::EC2::VPCEndpoint, RouteTableIds
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/endpoint/gateway-without-route-table]
#   remediation: |
#     List the route tables of the subnets that are to use the endpoint in `RouteTableIds`, at least those of the
#     private subnets.
package rules.endpoint["gateway-without-route-table"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("endpoint/gateway-without-route-table")
	message := $"{issue.name} is a gateway endpoint for {issue.words.service} that no route table leads to"
	finding := object.union(diagnosis.finding(issue, "medium", message), {"label": "no RouteTableIds"})
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("endpoint/gateway-without-route-table")
}

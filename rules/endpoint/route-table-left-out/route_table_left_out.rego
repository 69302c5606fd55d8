# METADATA
# title: Route table left out of a gateway endpoint
# description: |
#   A gateway endpoint for Amazon S3 or DynamoDB works by routes: AWS adds one to each route table that
#   `RouteTableIds` names. This one names some tables of the VPC and leaves out that of a workload whose role
#   allows actions of the service. The workload reaches neither the internet nor another endpoint for the
#   service, so its calls time out.
#
#   It is asked of instances, functions and tasks whose VPC, subnets and route tables are declared.
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
#   resources: [diagnosis/endpoint/route-table-left-out]
#   remediation: |
#     Add the route table to `RouteTableIds` of the endpoint. A gateway endpoint costs nothing, whatever the number
#     of its tables.
package rules.endpoint["route-table-left-out"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("endpoint/route-table-left-out")
	message := concat("", [
		$"{issue.name} leaves out {issue.words.tables}, ",
		$"which keeps {issue.words.clients} from {issue.words.service}",
	])
	finding := object.union_n([
		diagnosis.finding(issue, "medium", message),
		diagnosis.fixed(issue, $"add {issue.words.tables} to the endpoint", false),
		{"label": $"without {issue.words.tables}"},
	])
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("endpoint/route-table-left-out")
}

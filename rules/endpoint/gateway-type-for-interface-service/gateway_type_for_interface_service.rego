# METADATA
# title: Gateway endpoint for a service that has none
# description: |
#   A VPC endpoint is of the type `Gateway` unless `VpcEndpointType` says otherwise, and gateway endpoints
#   exist for Amazon S3 and DynamoDB alone. For any other service AWS refuses to create it, and the stack
#   rolls back.
# related_resources:
#   - description: AWS CloudFormation, AWS::EC2::VPCEndpoint, the default of VpcEndpointType
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html
#   - description: AWS PrivateLink, the services that gateway endpoints serve
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/endpoint/gateway-type-for-interface-service]
#   remediation: |
#     Set `VpcEndpointType: Interface`, with `SubnetIds`, `SecurityGroupIds` and, so that clients find it by the
#     service's usual name, `PrivateDnsEnabled: true`.
package rules.endpoint["gateway-type-for-interface-service"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("endpoint/gateway-type-for-interface-service")
	message := $"{issue.name} is a gateway endpoint{_because(issue)}, and there is none for {issue.words.service}"
	finding := object.union(
		diagnosis.finding(issue, "high", message),
		diagnosis.fixed(issue, "make it an interface endpoint", true),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("endpoint/gateway-type-for-interface-service")
}

_because(issue) := " by default" if not issue.variant

_because(issue) := "" if issue.variant

# METADATA
# title: Public NAT gateway without an address
# description: |
#   A public NAT gateway of one zone needs an Elastic IP address to translate to. Without `AllocationId` AWS
#   refuses to create it, and the stack rolls back.
# related_resources:
#   - description: AWS CloudFormation, AWS::EC2::NatGateway, AllocationId
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-natgateway.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/routing/nat-without-address]
#   remediation: |
#     Declare an `AWS::EC2::EIP` and give its `AllocationId` to the NAT gateway, or set `ConnectivityType: private`
#     if it is to reach other networks alone.
package rules.routing["nat-without-address"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/nat-without-address")
	message := $"{issue.name} is a public NAT gateway without an Elastic IP address"
	finding := object.union(
		diagnosis.finding(issue, "high", message),
		diagnosis.fixed(issue, "give it an Elastic IP address", false),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/nat-without-address")
}

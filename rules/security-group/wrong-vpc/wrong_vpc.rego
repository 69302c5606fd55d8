# METADATA
# title: Security group of another VPC
# description: |
#   A resource stands in a subnet of one VPC and is given a security group of another. EC2 refuses that,
#   since both have to belong to the same network, and the stack rolls back.
#
#   A group without `VpcId` belongs to the default VPC of the account, so it does not fit a subnet of a VPC
#   that the template declares. Groups that are associated with further VPCs are left alone.
# related_resources:
#   - description: AWS CloudFormation, AWS::EC2::SecurityGroup, VpcId
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
#   - description: Amazon VPC, security groups belong to one VPC unless they are associated with more
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [diagnosis/security-group/wrong-vpc]
#   remediation: |
#     Give the resource a group of the VPC that its subnet is in, or set `VpcId` of the group to that VPC.
package rules["security-group"]["wrong-vpc"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("security-group/wrong-vpc")
	message := $"{issue.name} stands in {issue.words.subnet} of {issue.words.vpc} with {_group(issue)}"
	finding := diagnosis.finding(issue, "high", message)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("security-group/wrong-vpc")
}

_group(issue) := $"the group {issue.words.group} of {issue.words.other}" if not issue.variant

_group(issue) := $"the group {issue.words.group}, which is for the default VPC" if issue.variant == "default"

# METADATA
# title: Security group rule without a source or destination
# description: |
#   A rule of a security group names no source, or no destination for egress: none of `CidrIp`, `CidrIpv6`,
#   a prefix list or a security group. CloudFormation creates the stack without an error and leaves the rule
#   out, so the port stays closed.
#
#   Nothing is said where a function gives the source in some cases only.
# related_resources:
#   - description: AWS CloudFormation, AWS::EC2::SecurityGroupIngress, a rule needs a source
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html
#   - description: AWS CloudFormation, AWS::EC2::SecurityGroupEgress, a rule needs a destination
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupegress.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [diagnosis/security-group/rule-without-peer]
#   remediation: |
#     Name the addresses (`CidrIp`, `CidrIpv6`), the security group or the prefix list that the rule is for.
package rules["security-group"]["rule-without-peer"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("security-group/rule-without-peer")
	message := $"{issue.name} has an {issue.words.direction} rule without a {issue.words.peer}, which is never added"
	finding := diagnosis.finding(issue, "high", message)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("security-group/rule-without-peer")
}

# METADATA
# title: Empty list of egress rules
# description: |
#   A security group has `SecurityGroupEgress: []`. That looks like "nothing gets out", and means the
#   opposite: a group without egress rules keeps the one that EC2 gives every new group, which lets
#   everything out.
# related_resources:
#   - description: AWS CloudFormation, AWS::EC2::SecurityGroup, the default egress rule and how to remove it
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: medium
#   since: 0.1.0
#   tags: [exposure]
#   resources: [diagnosis/security-group/empty-egress-list]
#   remediation: |
#     To let nothing out, name a destination that leads nowhere: one rule with `IpProtocol: -1` and `CidrIp:
#     127.0.0.1/32`. To let everything out, remove the empty list.
package rules["security-group"]["empty-egress-list"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("security-group/empty-egress-list")
	message := $"{issue.name} has an empty list of egress rules, which lets everything out"
	finding := object.union(
		diagnosis.finding(issue, "low", message),
		diagnosis.fixed(issue, "let nothing out", false),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("security-group/empty-egress-list")
}

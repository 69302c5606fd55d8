# METADATA
# title: Security groups that wait for each other
# description: |
#   An inline rule names another security group of the template, so CloudFormation has to create that one
#   first. Where groups name each other, or a group names itself, none can be the first: the template is
#   refused with a circular dependency.
#
#   Every group of the circle is named. The finding is at the rule of the first of them.
# related_resources:
#   - description: AWS re:Post, circular dependencies of security groups
#     ref: https://repost.aws/knowledge-center/cloudformation-circular-dependency
#   - description: AWS CloudFormation, AWS::EC2::SecurityGroup, rules that reference each other
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [diagnosis/security-group/circular-reference]
#   remediation: |
#     Take one of the rules out of its group and write it as `AWS::EC2::SecurityGroupIngress` or
#     `AWS::EC2::SecurityGroupEgress`: that is created after both groups. With an egress rule, state the
#     rest of the group's egress, too, since the first egress rule revokes the default.
package rules["security-group"]["circular-reference"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("security-group/circular-reference")
	finding := object.union(
		diagnosis.finding(issue, "high", _message(issue)),
		diagnosis.fixed(issue, "write the rule as a resource of its own", true),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("security-group/circular-reference")
}

_message(issue) := $"{issue.name} waits for itself: an inline rule names the group it stands in" if {
	issue.variant == "itself"
}

_message(issue) := $"{issue.words.groups} wait for each other by their inline rules" if {
	not issue.variant
}

# METADATA
# title: Default egress revoked by a separate rule
# description: |
#   A group without egress rules lets everything out: EC2 adds that rule when it creates the group. The
#   first egress rule that CloudFormation adds takes its place, even one that stands alone as
#   `AWS::EC2::SecurityGroupEgress`. A resource that looks as if it only adds a destination so cuts all
#   others off, and neither the group nor a change set shows it.
#
#   The rule looks at groups whose egress rules all stand alone. It is silent where one of them lets
#   everything out again, and where the group states egress rules itself. It is one level milder for a group
#   that is not declared here, which may have had rules of its own, and for one that only load balancers
#   use, which open connections to their targets alone.
# related_resources:
#   - description: AWS CloudFormation, AWS::EC2::SecurityGroupEgress
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupegress.html
#   - description: AWS CloudFormation, AWS::EC2::SecurityGroup, the default egress rule and how to remove it
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
#   - description: aws-cdk issue 987, a separate egress rule removes the default one
#     ref: https://github.com/aws/aws-cdk/issues/987
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/security-group/revoked-default-egress]
#   remediation: |
#     State in `SecurityGroupEgress` of the group itself what is to be let out: `-1` to `0.0.0.0/0` for
#     everything, or the whole list. Where nothing else is to be let out, say so there by a rule to
#     `127.0.0.1/32`.
package rules["security-group"]["revoked-default-egress"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("security-group/revoked-default-egress")
	finding := object.union(
		diagnosis.finding(issue, "medium", _message(issue)),
		diagnosis.fixed(issue, "say in the group that nothing else is let out", true),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("security-group/revoked-default-egress")
}

_message(issue) := message if {
	not issue.variant
	message := $"{issue.name} revokes the default egress of {issue.words.group}, which has no egress rule of its own"
}

_message(issue) := message if {
	issue.variant == "external"
	message := $"{issue.name} revokes the default egress of a security group that is not declared here"
}

# METADATA
# title: Use of an internet gateway before its attachment
# description: |
#   A route to an internet gateway, an Elastic IP address or an instance with a public address works only once
#   the gateway is attached to the VPC. Without `DependsOn` CloudFormation makes it and the attachment at the
#   same time. Whether the stack succeeds depends on which comes first.
# related_resources:
#   - description: AWS CloudFormation, DependsOn, when it is required
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html
#   - description: AWS CloudFormation, AWS::EC2::Route
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/routing/missing-attachment-dependency]
#   remediation: |
#     Add `DependsOn` with the logical id of the `AWS::EC2::VPCGatewayAttachment`.
package rules.routing["missing-attachment-dependency"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/missing-attachment-dependency")
	used := $"{issue.words.who} {_verb(issue)} {issue.words.gateway}"
	message := $"{used} without waiting for its attachment {issue.words.attachment}"
	finding := object.union(
		diagnosis.finding(issue, "medium", message),
		diagnosis.fixed(issue, "wait for the attachment", true),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/missing-attachment-dependency")
}

_verb(issue) := "relies on" if not issue.variant

_verb(issue) := "rely on" if issue.variant == "several"

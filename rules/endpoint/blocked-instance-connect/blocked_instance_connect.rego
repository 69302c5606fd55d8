# METADATA
# title: EC2 Instance Connect Endpoint reaches no instance
# description: |
#   EC2 Instance Connect Endpoint opens a connection to the private address of an instance, on port 22 or
#   3389. The security group of the endpoint has to let it out, and that of the instance has to admit the
#   endpoint: its security group, its subnet or the VPC, or the client's own addresses where
#   `PreserveClientIp` is true. Here none of the instances of the VPC is reached.
#
#   It is not asked while one instance of the VPC is, or may be, within reach: others may be closed on purpose.
# related_resources:
#   - description: Amazon EC2, security groups for EC2 Instance Connect Endpoint
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/eice-security-groups.html
#   - description: AWS CloudFormation, AWS::EC2::InstanceConnectEndpoint
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instanceconnectendpoint.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/endpoint/blocked-instance-connect]
#   remediation: |
#     Give the endpoint's security group an egress rule for TCP 22, or 3389 for Windows, to the VPC or to the group of
#     the instances. Give the group of the instances an ingress rule for the same port with the endpoint's group as
#     its source.
package rules.endpoint["blocked-instance-connect"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("endpoint/blocked-instance-connect")
	finding := object.union_n([
		diagnosis.finding(issue, "high", _message(issue)),
		diagnosis.fixed(issue, _title(issue), false),
		{"label": "closed to the endpoint"},
	])
}

_message(issue) := $"{issue.name} reaches no instance, as {issue.words.group} lets neither SSH nor RDP out to any" if {
	issue.variant == "egress"
}

_message(issue) := concat("", [
	$"{issue.name} keeps {issue.words.endpoint} from {issue.words.instances}, ",
	"as it admits neither SSH nor RDP from the endpoint",
]) if {
	not issue.variant
}

_title(issue) := "let the endpoint out to the VPC" if issue.variant == "egress"

_title(issue) := "admit the endpoint" if not issue.variant

undecided contains doubt if {
	some doubt in diagnosis.doubts("endpoint/blocked-instance-connect")
}

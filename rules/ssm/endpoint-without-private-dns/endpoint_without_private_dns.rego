# METADATA
# title: Systems Manager endpoint without private DNS
# description: |
#   The SSM agent asks for `ssm.<region>.amazonaws.com` and `ssmmessages.<region>.amazonaws.com`. Those
#   names lead to an interface endpoint only where its `PrivateDnsEnabled` is true, and the default of
#   CloudFormation is false. Without it the agent tries the public addresses, which an instance without
#   a way to the internet does not reach: the endpoint is there, is paid for and is not used.
#
#   It is asked of instances that are meant to be managed by Systems Manager and surely do not reach the
#   internet: their VPC, subnet and route table are declared, and nothing leads to a network that is
#   not. It is silent where a private hosted zone, a Route 53 profile or a resolver rule may answer for
#   the name, as in a network with central endpoints, and where the user data gives the agent another
#   name.
# related_resources:
#   - description: AWS CloudFormation, AWS::EC2::VPCEndpoint, PrivateDnsEnabled
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html
#   - description: AWS PrivateLink, private DNS names and the VPC attributes they need
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/ssm/endpoint-without-private-dns]
#   remediation: |
#     Set `PrivateDnsEnabled: true`. The VPC needs `EnableDnsSupport` and `EnableDnsHostnames`.
#
#     Where one zone is to serve several VPCs, associate a private hosted zone for the name with each of
#     them instead.
package rules.ssm["endpoint-without-private-dns"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("ssm/endpoint-without-private-dns")
	finding := object.union_n([
		diagnosis.finding(issue, "high", _message(issue)),
		diagnosis.fixed(issue, "turn on private DNS", false),
		{"label": "private DNS is off"},
	])
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("ssm/endpoint-without-private-dns")
}

_message(issue) := concat("", [
	$"{issue.name} leaves private DNS {_how(issue)}, ",
	$"so {issue.words.services} does not resolve to it for {issue.words.workloads}",
])

_how(issue) := "off, as it is by default" if issue.variant == "default"

_how(issue) := "off" if not issue.variant

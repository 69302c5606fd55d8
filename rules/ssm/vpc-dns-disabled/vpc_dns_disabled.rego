# METADATA
# title: Systems Manager endpoint in a VPC without DNS names
# description: |
#   An endpoint with private DNS needs both DNS attributes of its VPC: `EnableDnsSupport`, which is on
#   by default, and `EnableDnsHostnames`, which is off by default in a VPC that CloudFormation creates.
#   Without them AWS refuses to create the endpoint, and the stack rolls back; where the endpoint is
#   older than the change, instances no longer find it.
#
#   It is asked of interface endpoints for `ssm`, `ssmmessages` and `ec2messages` in a VPC that is
#   declared.
# related_resources:
#   - description: AWS PrivateLink, private DNS names and the VPC attributes they need
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
#   - description: AWS CloudFormation, AWS::EC2::VPC, EnableDnsHostnames
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/ssm/vpc-dns-disabled]
#   remediation: |
#     Set `EnableDnsSupport: true` and `EnableDnsHostnames: true` on the VPC.
package rules.ssm["vpc-dns-disabled"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("ssm/vpc-dns-disabled")
	finding := object.union_n([
		diagnosis.finding(issue, "high", _message(issue)),
		diagnosis.fixed(issue, "turn on the DNS attributes of the VPC", true),
		{"label": $"{issue.words.attributes} off"},
	])
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("ssm/vpc-dns-disabled")
}

_message(issue) := concat("", [
	$"{issue.name} has {issue.words.attributes} off{_because(issue)}, ",
	$"which private DNS of {issue.words.endpoints} needs",
])

_because(issue) := " by default" if issue.variant == "default"

_because(issue) := "" if not issue.variant

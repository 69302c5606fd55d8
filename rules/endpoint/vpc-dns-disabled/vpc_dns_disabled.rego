# METADATA
# title: Private DNS of an endpoint in a VPC without DNS attributes
# description: |
#   Private DNS lets clients find an interface endpoint under the usual name of the service. It needs both
#   DNS attributes of the VPC: `EnableDnsSupport`, which is on by default, and `EnableDnsHostnames`, which is
#   off by default in a VPC of your own. Without one of them AWS refuses to create the endpoint, and the stack
#   rolls back.
#
#   The endpoints of Systems Manager have a rule of their own, `ssm/vpc-dns-disabled`.
# related_resources:
#   - description: AWS PrivateLink, private DNS and what it needs
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html#prerequisites-interface-endpoints
#   - description: AWS CloudFormation, AWS::EC2::VPC, the defaults of the DNS attributes
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/endpoint/vpc-dns-disabled]
#   remediation: |
#     Set `EnableDnsSupport: true` and `EnableDnsHostnames: true` on the VPC.
package rules.endpoint["vpc-dns-disabled"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("endpoint/vpc-dns-disabled")
	words := issue.words
	message := $"{issue.name} has {words.attributes} off, which private DNS of {words.user} needs"
	finding := object.union(
		diagnosis.finding(issue, "high", message),
		diagnosis.fixed(issue, $"turn {words.attributes} on", true),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("endpoint/vpc-dns-disabled")
}

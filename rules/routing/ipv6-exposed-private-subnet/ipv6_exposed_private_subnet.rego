# METADATA
# title: Private subnet that is public by IPv6
# description: |
#   A subnet that is private by name, or whose IPv4 traffic goes by a NAT gateway, sends all IPv6 traffic to an
#   internet gateway. IPv6 addresses are public, so instances there can be reached from the internet as far as
#   their security groups allow it.
# related_resources:
#   - description: Amazon VPC, egress-only internet gateways
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: medium
#   since: 0.1.0
#   tags: [security]
#   resources: [diagnosis/routing/ipv6-exposed-private-subnet]
#   remediation: |
#     Send `::/0` to an `AWS::EC2::EgressOnlyInternetGateway`, which lets IPv6 traffic out and none in.
package rules.routing["ipv6-exposed-private-subnet"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/ipv6-exposed-private-subnet")
	message := $"{issue.name} opens the private {issue.words.subnets} to the IPv6 internet by {issue.words.gateway}"
	finding := object.union(
		diagnosis.finding(issue, "medium", message),
		diagnosis.fixed(issue, "use an egress-only internet gateway", false),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/ipv6-exposed-private-subnet")
}

# METADATA
# title: Ping open to the internet
# description: |
#   A security group admits echo requests from any address, so anybody can find out that the machine is
#   there and how far away it is. That is often meant, for a public server that is monitored from many
#   places, and is rarely needed behind a load balancer.
#
#   The rule is about echo alone: ICMP type 8, ICMPv6 type 128. Where the group admits every type from
#   any address, by this or another of its rules, `security-group/open-icmp` reports it in place of this
#   rule.
# related_resources:
#   - description: Amazon EC2, security group rules for different use cases, rules to ping an instance
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-rules-reference.html
#   - description: Amazon EC2 API, IpPermission, what FromPort and ToPort mean for ICMP
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 200
#   resources: [diagnosis/security-group/open-ping]
#   remediation: |
#     Name the addresses that are to ping the machine in place of every address, or remove the rule.
#     Path MTU discovery does not need it: that is type 3 with code 4, for IPv6 type 2.
package rules["security-group"]["open-ping"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("security-group/open-ping")
	message := $"{issue.name} admits pings from {issue.words.source}"
	finding := object.union(diagnosis.finding(issue, "low", message), {"label": "anybody"})
}

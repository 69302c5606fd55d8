# METADATA
# title: DNS servers that may not know private names
# description: |
#   Machines of this VPC ask the servers that its DHCP options name, which all stand outside of AWS, and not the
#   resolver of the VPC. The names of its private hosted zones, and those by which endpoints with private DNS are
#   found, are known to that resolver alone. They are found only if the servers forward them to it.
# related_resources:
#   - description: Amazon VPC, DHCP option sets and DNS servers
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSet.html
#   - description: AWS Systems Manager, endpoints behind DNS servers of your own
#     ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/dns/custom-servers-hide-private-names]
#   remediation: |
#     Name `AmazonProvidedDNS` and let Resolver rules forward the names of the other network, or let the servers
#     forward the private names, such as those under `amazonaws.com`, to an inbound endpoint of Route 53 Resolver
#     in the VPC.
package rules.dns["custom-servers-hide-private-names"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("dns/custom-servers-hide-private-names")
	message := $"{issue.name} sends the queries of {issue.words.vpc} to servers outside, away from {issue.words.owner}"
	finding := diagnosis.finding(issue, "medium", message)
}

# METADATA
# title: Peering of VPCs with common addresses
# description: |
#   AWS refuses a peering connection between VPCs whose blocks of addresses overlap, and the stack rolls back.
# related_resources:
#   - description: Amazon VPC Peering, overlapping CIDR blocks
#     ref: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/routing/overlapping-peers]
#   remediation: |
#     Give one of the VPCs addresses of its own. Where that can't be done, offer the service to the other VPC by AWS
#     PrivateLink.
package rules.routing["overlapping-peers"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/overlapping-peers")
	overlap := $"{issue.words.vpc} and {issue.words.peer}, which both have the addresses {issue.words.block}"
	message := $"{issue.name} connects {overlap}"
	finding := diagnosis.finding(issue, "high", message)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/overlapping-peers")
}

# METADATA
# title: Private hosted zone of a VPC without DNS attributes
# description: |
#   A private hosted zone answers in the VPCs that it is associated with, if these have both DNS attributes:
#   `EnableDnsSupport`, which is on by default, and `EnableDnsHostnames`, which is off by default in a VPC of your
#   own. In this VPC one of them is off, so the names of the zone are not to be relied on there.
# related_resources:
#   - description: Amazon Route 53, considerations when working with a private hosted zone
#     ref: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/dns/private-zone-without-vpc-dns]
#   remediation: |
#     Set `EnableDnsSupport: true` and `EnableDnsHostnames: true` on the VPC.
package rules.dns["private-zone-without-vpc-dns"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("dns/private-zone-without-vpc-dns")
	message := $"{issue.name} has {issue.words.attributes} off, which the private hosted zone {issue.words.user} needs"
	finding := object.union(
		diagnosis.finding(issue, "high", message),
		diagnosis.fixed(issue, $"turn {issue.words.attributes} on", true),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("dns/private-zone-without-vpc-dns")
}

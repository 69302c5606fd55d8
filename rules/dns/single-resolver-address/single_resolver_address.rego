# METADATA
# title: Resolver endpoint in one Availability Zone
# description: |
#   A Route 53 Resolver endpoint answers, or asks, at the addresses it is given. AWS takes no endpoint with
#   fewer than two, so with one the stack rolls back. Where all addresses stand in one Availability Zone, names
#   are no longer resolved between the networks when that zone fails, and everything that depends on them stops,
#   also in the other zones.
# related_resources:
#   - description: Amazon Route 53, values for inbound and outbound endpoints
#     ref: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-inbound-queries-values.html
#   - description: Amazon Route 53, high availability of Resolver endpoints
#     ref: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-choose-vpc.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/dns/single-resolver-address]
#   remediation: |
#     Give the endpoint an address in a subnet of a second Availability Zone.
package rules.dns["single-resolver-address"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("dns/single-resolver-address")
	finding := diagnosis.finding(issue, _severity(issue), _message(issue))
}

# AWS refuses an endpoint with a single address
_severity(issue) := "high" if issue.variant

_severity(issue) := "medium" if not issue.variant

_message(issue) := $"{issue.name} has fewer than the two addresses that AWS asks for" if issue.variant

_message(issue) := $"{issue.name} has all its addresses in one Availability Zone" if not issue.variant

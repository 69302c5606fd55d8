# METADATA
# title: Route to the internet by a private NAT gateway
# description: |
#   A route sends internet addresses to a private NAT gateway. It translates to a private address, and an
#   internet gateway drops what comes from one, so the subnets of the route have no way to the internet.
# related_resources:
#   - description: Amazon VPC, NAT gateways, connectivity types
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/routing/private-nat-to-internet]
#   remediation: |
#     Send the route to a public NAT gateway in a public subnet, or narrow its destination to the networks that the
#     private NAT gateway is for.
package rules.routing["private-nat-to-internet"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/private-nat-to-internet")
	sent := $"{issue.name} sends {issue.words.destination} to {issue.words.gateway}"
	message := $"{sent}, a private NAT gateway, from which no traffic gets to the internet"
	finding := object.union(
		diagnosis.finding(issue, "high", message),
		diagnosis.fixed(issue, "send it to the public NAT gateway", false),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/private-nat-to-internet")
}

# METADATA
# title: Gateway of another address family
# description: |
#   An egress-only internet gateway carries IPv6 traffic alone, and a NAT gateway carries IPv4 traffic and what
#   NAT64 translates to it. A route of the other family to one of them is refused or leads nowhere.
# related_resources:
#   - description: Amazon VPC, egress-only internet gateways
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
#   - description: Amazon VPC, DNS64 and NAT64
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/routing/wrong-family-gateway]
#   remediation: |
#     Send IPv4 traffic to a NAT gateway and IPv6 traffic to an egress-only internet gateway. For IPv6 clients of
#     IPv4 hosts route `64:ff9b::/96` to the NAT gateway and set `EnableDns64` on the subnet.
package rules.routing["wrong-family-gateway"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/wrong-family-gateway")
	message := $"{issue.name} sends {issue.words.destination} to {_gateway(issue)}"
	finding := object.union(
		diagnosis.finding(issue, "high", message),
		diagnosis.fixed(issue, "use an egress-only internet gateway", false),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/wrong-family-gateway")
}

_gateway(issue) := $"{_named("NAT gateway", issue)}, which takes no IPv6 traffic but that of NAT64" if {
	issue.variant == "nat"
}

_gateway(issue) := $"{_named("egress-only internet gateway", issue)}, which takes IPv6 traffic alone" if {
	issue.variant == "egress-only"
}

_named(kind, issue) := $"the {kind} {issue.words.gateway}" if issue.words.gateway != ""

_named("NAT gateway", issue) := "a NAT gateway" if issue.words.gateway == ""

_named("egress-only internet gateway", issue) := "an egress-only internet gateway" if issue.words.gateway == ""

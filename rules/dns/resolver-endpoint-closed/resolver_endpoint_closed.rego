# METADATA
# title: Resolver endpoint closed to DNS over TCP or UDP
# description: |
#   DNS runs over UDP, and over TCP when an answer is larger than a datagram takes or when a client chooses so.
#   The security groups of this Route 53 Resolver endpoint let one of the two through for nobody: an inbound
#   endpoint needs rules that admit port 53, an outbound endpoint rules that let the ports of its targets out.
#   Queries over it time out, often only for large answers, which makes the failure hard to find.
# related_resources:
#   - description: Amazon Route 53, values for inbound endpoints, security groups
#     ref: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-inbound-queries-values.html
#   - description: Amazon Route 53, values for outbound endpoints, security groups
#     ref: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-outbound-queries-endpoint-values.html
#   - description: RFC 7766, DNS over TCP is a part of every implementation
#     ref: https://www.rfc-editor.org/rfc/rfc7766
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/dns/resolver-endpoint-closed]
#   remediation: |
#     Let port 53 through by TCP and by UDP, for the networks whose resolvers ask an inbound endpoint, or to the
#     name servers and ports that the rules of an outbound endpoint forward to.
package rules.dns["resolver-endpoint-closed"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("dns/resolver-endpoint-closed")
	finding := object.union(
		diagnosis.finding(issue, "high", _message(issue)),
		diagnosis.fixed(issue, $"let DNS over {issue.words.protocol} through for the same network", false),
	)
}

_message(issue) := concat("", [
	$"{issue.name} {_verb[issue.words.direction]} no {issue.words.protocol} on port {issue.words.port}, ",
	$"which closes the resolver endpoint {issue.words.endpoint} to {_part(issue)}DNS",
]) if {
	not issue.variant
}

_message(issue) := concat("", [
	$"{issue.name} lets out no {issue.words.protocol} to {issue.words.target} on port {issue.words.port}, ",
	$"where the resolver endpoint {issue.words.endpoint} sends queries",
]) if {
	issue.variant == "target"
}

_part(issue) := "" if contains(issue.words.protocol, " or ")

_part(issue) := "a part of " if not contains(issue.words.protocol, " or ")

_verb := {"inbound": "admits", "outbound": "lets out"}

undecided contains doubt if {
	some doubt in diagnosis.doubts("dns/resolver-endpoint-closed")
}

# METADATA
# title: DNS on one protocol only
# description: |
#   A security group admits DNS, port 53, by UDP but not by TCP from the same source, or the other way
#   round. Most answers fit into a datagram, so the mistake stays hidden until one does not: DNSSEC, long
#   lists of addresses, or a zone transfer. The client then asks again by TCP and waits for nothing.
#
#   The rule looks at groups that admit port 53 by a rule of its own. It is silent where another rule of the
#   group may cover the rest: one for every protocol, for a wider block, or with a source that is not known.
#   TCP for some sources beside UDP for others is left alone, as zone transfers need it.
# related_resources:
#   - description: RFC 7766, DNS over TCP is required of all servers and resolvers
#     ref: https://www.rfc-editor.org/rfc/rfc7766
#   - description: Amazon EC2, security group rules for different use cases, DNS server rules
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-rules-reference.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/security-group/dns-on-one-protocol]
#   remediation: |
#     Add a rule for port 53 by the other protocol, with the same source.
package rules["security-group"]["dns-on-one-protocol"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("security-group/dns-on-one-protocol")
	message := $"{issue.name} admits DNS by {issue.words.protocol} but not by {issue.words.missing} from the same source"
	finding := object.union(
		object.union(diagnosis.finding(issue, "medium", message), {"label": $"no rule for {issue.words.missing}"}),
		diagnosis.fixed(issue, $"admit DNS by {issue.words.missing} as well", false),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("security-group/dns-on-one-protocol")
}

# METADATA
# title: Network ACL that drops the replies
# description: |
#   A network ACL lets connections to a port pass one way, and none of the replies the other way. ACLs keep
#   no state: a reply is a packet of its own, and goes to the port that the client chose for the connection.
#   Linux takes ports from 32768 on, Windows from 49152 on, load balancers, NAT gateways and Lambda any port
#   from 1024 on.
#
#   The finding is made where not one of the ports from 32768 on is open for the same addresses, so it does
#   not depend on who the client is. It is milder where the ports from 49152 on are open, which do for
#   Windows, and where the replies of a declared subnet alone are dropped, whose connections are let through.
#   The rule is silent where nothing behind the ACL takes the connections, since all security groups there
#   refuse them. An ACL without any entry for the other direction is left to `nacl/empty-direction`.
# related_resources:
#   - description: Amazon VPC, ephemeral ports in network ACLs
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports
#   - description: Amazon VPC, network ACLs keep no state
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/nacl/blocked-return-traffic]
#   remediation: |
#     Add an entry for the other direction that allows TCP ports 1024 to 65535 for the same addresses.
package rules.nacl["blocked-return-traffic"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("nacl/blocked-return-traffic")
	words := issue.words
	finding := object.union(
		diagnosis.finding(issue, _severity(issue), _message(issue)),
		diagnosis.fixed(issue, $"let replies {words.back}", false),
	)
}

_severity(issue) := "high" if not issue.variant

_severity(issue) := "medium" if issue.variant

_message(issue) := concat("", [
	$"{issue.name} lets {issue.words.ports} {issue.words.way}, ",
	$"and {issue.words.acl} lets {_lost(issue)}",
])

_lost(issue) := $"no reply {issue.words.back}" if not issue.variant

_lost(issue) := $"no reply {issue.words.back} to a port below 49152" if issue.variant == "ports"

_lost(issue) := $"no reply {issue.words.back} {_between[issue.words.back]} {issue.words.lost}" if {
	issue.variant == "clients"
}

_between := {"out": "to", "in": "from"}

undecided contains doubt if {
	some doubt in diagnosis.doubts("nacl/blocked-return-traffic")
}

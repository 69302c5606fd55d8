# METADATA
# title: DNS open to the internet
# description: |
#   A security group admits DNS queries, port 53, from any address. A server that resolves names for anybody
#   is used to amplify attacks on others: a small query with a forged source makes a large answer. It also
#   tells outsiders the names of a private network.
#
#   The finding is high where the user data of a machine with the group sets up BIND so that it resolves
#   names for anybody (`recursion yes` with `allow-query { any; }` or `allow-recursion { any; }`), and
#   medium otherwise. A server for its own zones alone is meant to be asked by everybody: nothing is said
#   where the user data says `recursion no`, or where the group is called authoritative by its name,
#   description or tags.
#
#   The finding is one level milder where only Resolver endpoints use the group, which have private
#   addresses. The rules of a group make one finding.
# related_resources:
#   - description: RFC 5358, preventing use of recursive nameservers in reflector attacks
#     ref: https://www.rfc-editor.org/rfc/rfc5358
#   - description: BIND 9, access control of queries and recursion
#     ref: https://bind9.readthedocs.io/en/latest/reference.html
#   - description: Amazon EC2, security group rules for different use cases, DNS server rules
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-rules-reference.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 406
#   resources: [diagnosis/security-group/open-dns-resolver]
#   remediation: |
#     Admit port 53 from the VPC and the networks connected with it. Set `allow-recursion` to the same
#     networks, or `recursion no` on a server for its own zones.
package rules["security-group"]["open-dns-resolver"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("security-group/open-dns-resolver")
	message := $"{issue.name} admits DNS queries from {issue.words.source}{_recursive(issue)}"
	finding := object.union(diagnosis.finding(issue, _severity(issue), message), {"label": "anybody"})
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("security-group/open-dns-resolver")
}

_recursive(issue) := ", and its server resolves names for all of them" if issue.variant == "recursive"

_recursive(issue) := "" if not issue.variant

_severity(issue) := "high" if issue.variant == "recursive"

_severity(issue) := "medium" if not issue.variant

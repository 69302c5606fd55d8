# METADATA
# title: VPN tunnel that accepts weak cryptography
# description: |
#   The options of a VPN tunnel accept Diffie-Hellman groups of 1536 bits or less, SHA-1, nothing stronger than
#   AES-128, or IKEv1 alone. The customer gateway chooses among what is accepted, so a weak offer is as good as a
#   weak tunnel. Options that are not given accept all of these.
# related_resources:
#   - description: AWS Site-to-Site VPN, tunnel options
#     ref: https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
#   - description: RFC 9395, deprecation of IKEv1 and obsoleted algorithms
#     ref: https://www.rfc-editor.org/rfc/rfc9395
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [security]
#   resources: [diagnosis/routing/weak-vpn-tunnel]
#   remediation: |
#     Give both tunnels lists of Diffie-Hellman groups of 14 and above, better 19 to 21, SHA2-256 or longer, AES256, and
#     `ikev2`, after a look at what the customer gateway supports.
package rules.routing["weak-vpn-tunnel"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/weak-vpn-tunnel")
	message := _message(issue)
	finding := object.union(
		diagnosis.finding(issue, _severity(issue), message),
		diagnosis.fixed(issue, "accept strong cryptography alone", false),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/weak-vpn-tunnel")
}

_severity(issue) := "low" if issue.variant == "default"

_severity(issue) := "medium" if not issue.variant

_message(issue) := $"{issue.name} accepts {issue.words.weak}" if not issue.variant

_message(issue) := $"{issue.name} accepts weak cryptography, as tunnels do whose options are not given" if {
	issue.variant == "default"
}

# METADATA
# title: Listener that takes outdated versions of TLS
# description: |
#   The security policy of this listener lets clients agree on TLS 1.0 or TLS 1.1, whose ciphers and hashes are
#   broken and which RFC 8996 forbids. A listener without `SslPolicy` that CloudFormation makes has
#   `ELBSecurityPolicy-2016-08`, which takes both.
# related_resources:
#   - description: Application Load Balancers, security policies and the versions that they take
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
#   - description: Network Load Balancers, security policies of TLS listeners
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/describe-ssl-policies.html
#   - description: RFC 8996, deprecating TLS 1.0 and TLS 1.1
#     ref: https://www.rfc-editor.org/rfc/rfc8996
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 327
#   resources: [diagnosis/load-balancer/outdated-tls-policy]
#   remediation: |
#     Set `SslPolicy` to `ELBSecurityPolicy-TLS13-1-2-2021-06` or a newer policy, after a look at the access logs,
#     whose field `ssl_protocol` tells whether some client still needs an old version.
package rules["load-balancer"]["outdated-tls-policy"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("load-balancer/outdated-tls-policy")
	finding := object.union(
		diagnosis.finding(issue, "medium", _message(issue)),
		diagnosis.fixed(issue, "take TLS 1.2 and 1.3 only", false),
	)
}

_message(issue) := concat("", [
	$"{issue.name} accepts TLS {issue.words.version}, ",
	$"which its policy {issue.words.policy} allows",
]) if not issue.variant

_message(issue) := concat("", [
	$"{issue.name} accepts TLS {issue.words.version}, ",
	$"since it names no policy and gets {issue.words.policy}",
]) if issue.variant == "default"

undecided contains doubt if {
	some doubt in diagnosis.doubts("load-balancer/outdated-tls-policy")
}

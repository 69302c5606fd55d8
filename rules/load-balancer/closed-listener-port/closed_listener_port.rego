# METADATA
# title: Listener that the security group closes
# description: |
#   The load balancer listens on a port, and no rule of its security groups admits anybody there. Connections to the
#   listener time out.
#
#   The finding is one level milder where the load balancer is not known to face the internet, and where the groups
#   admit chosen clients alone, and those to another listener of the load balancer: the port may then be closed on
#   purpose.
# related_resources:
#   - description: Application Load Balancers, security groups and their recommended rules
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html
#   - description: Network Load Balancers, security groups
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/load-balancer/closed-listener-port]
#   remediation: |
#     Add an ingress rule for the port of the listener, from the addresses or the security groups of its clients.
package rules["load-balancer"]["closed-listener-port"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("load-balancer/closed-listener-port")
	finding := object.union(
		diagnosis.finding(issue, _severity[issue.variant], _message(issue)),
		diagnosis.fixed(issue, $"admit {object.get(issue.words, "clients", "its clients")}", false),
	)
}

_severity := {"internet": "high", "internal": "medium", "default": "high", "some": "medium"}

_message(issue) := concat("", [
	$"{issue.name} admits nobody on {issue.words.traffic}, ",
	$"which the listener {issue.words.listener} of {issue.words.balancer} listens on",
]) if {
	issue.variant != "default"
}

_message(issue) := concat("", [
	$"{issue.name} is in the default security group of its VPC, ",
	$"which closes its listener {issue.words.listener} to the internet",
]) if {
	issue.variant == "default"
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("load-balancer/closed-listener-port")
}

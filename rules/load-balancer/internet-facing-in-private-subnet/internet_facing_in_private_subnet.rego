# METADATA
# title: Load balancer for the internet in a private subnet
# description: |
#   This load balancer faces the internet, and a subnet that it stands in has no route to an internet gateway.
#   Clients get its public address in that zone from DNS, too, and their connections time out: all of them, or
#   each that happens to take the zone.
# related_resources:
#   - description: Application Load Balancers, subnets of a load balancer at the internet
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
#   - description: Elastic Load Balancing, clients can not connect to a load balancer at the internet
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/load-balancer/internet-facing-in-private-subnet]
#   remediation: |
#     Put the load balancer into public subnets, one for each zone, whose route table has a route to an internet
#     gateway; or set `Scheme: internal` where no client comes from the internet.
package rules["load-balancer"]["internet-facing-in-private-subnet"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("load-balancer/internet-facing-in-private-subnet")
	finding := diagnosis.finding(issue, "high", _message(issue))
}

_message(issue) := concat("", [
	$"{issue.name} faces the internet from {issue.words.subnets}, ",
	"without a route to an internet gateway",
])

undecided contains doubt if {
	some doubt in diagnosis.doubts("load-balancer/internet-facing-in-private-subnet")
}

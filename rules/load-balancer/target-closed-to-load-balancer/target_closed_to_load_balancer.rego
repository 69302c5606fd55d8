# METADATA
# title: Target that does not admit its load balancer
# description: |
#   The security groups of a target admit neither the load balancer's security group nor the addresses of its
#   subnets on a port on which it sends requests or health checks. To the load balancer the target is unhealthy,
#   and clients get an error. Where one subnet of the load balancer alone is left out, its targets are unhealthy to
#   the nodes there, and a part of the requests fails.
# related_resources:
#   - description: Application Load Balancers, security groups of targets
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html#target-security-groups
#   - description: Network Load Balancers, security groups of targets and client IP preservation
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html#target-security-groups
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/load-balancer/target-closed-to-load-balancer]
#   remediation: |
#     Admit the load balancer's security group, by `SourceSecurityGroupId`, on the port of the targets and on that of
#     the health checks.
package rules["load-balancer"]["target-closed-to-load-balancer"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("load-balancer/target-closed-to-load-balancer")
	finding := object.union(
		diagnosis.finding(issue, "high", _message(issue)),
		diagnosis.fixed(issue, "admit the load balancer", false),
	)
}

_message(issue) := concat("", [
	$"{issue.name} keeps {issue.words.balancer} ",
	$"from its target {issue.words.targets} on {issue.words.ports}",
]) if {
	not issue.variant
}

_message(issue) := concat("", [
	$"{issue.name} keeps {issue.words.balancer} in {issue.words.subnet} ",
	$"from its target {issue.words.targets} on {issue.words.ports}",
]) if {
	issue.variant == "subnet"
}

_message(issue) := concat("", [
	$"{issue.name} is in the default security group of its VPC, ",
	$"which keeps {issue.words.balancer} from it on {issue.words.ports}",
]) if {
	issue.variant == "default"
}

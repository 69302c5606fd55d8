# METADATA
# title: Target that anybody may reach without its load balancer
# description: |
#   The security group of a target admits any address on the port on which its load balancer sends requests.
#   Whoever learns the address of the target comes past the load balancer, and with it past TLS, the web
#   application firewall, authentication and the access logs.
# related_resources:
#   - description: Application Load Balancers, security groups of targets
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html#target-security-groups
#   - description: Elastic Load Balancing, restrict the traffic to targets
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 284
#   resources: [diagnosis/load-balancer/bypassable-target]
#   remediation: |
#     Admit the load balancer's security group, by `SourceSecurityGroupId`, in place of any address. Where load
#     balancer and targets share a security group, give each its own.
package rules["load-balancer"]["bypassable-target"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("load-balancer/bypassable-target")
	finding := object.union(
		diagnosis.finding(issue, "medium", _message(issue)),
		diagnosis.fixed(issue, "admit the load balancer in place of everybody", false),
	)
}

_message(issue) := concat("", [
	$"{issue.name} admits anybody to {issue.words.targets} on {issue.words.port}, ",
	$"past its load balancer {issue.words.balancer}",
]) if {
	not issue.variant
}

_message(issue) := concat("", [
	$"{issue.name} is the security group of both {issue.words.balancer} and its target {issue.words.targets}, ",
	$"and admits anybody to both on {issue.words.port}",
]) if {
	issue.variant == "shared"
}

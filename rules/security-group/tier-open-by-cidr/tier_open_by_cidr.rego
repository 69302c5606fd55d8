# METADATA
# title: Inner tier opened by addresses
# description: |
#   Targets of a load balancer, or a database, are reached by a few clients that have a security group of
#   their own. A rule that opens their port to the whole VPC, or to the internet, lets everything else in as
#   well: the load balancer with its certificate, its firewall and its logs can be passed by.
#
#   The rule looks at the ports at which application and classic load balancers reach their targets, and at
#   the ports of databases in whose VPC an instance, a service or a function with a group runs. It is silent
#   for narrower blocks, where a network load balancer hands on the addresses of its clients, and where
#   other networks come into the VPC (peering, transit gateway, VPN), since their clients have no group that
#   could be named. A database that is open to the internet is left to `security-group/open-database-port`.
# related_resources:
#   - description: Elastic Load Balancing, security groups of targets
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html#target-security-groups
#   - description: Amazon VPC, rules that reference security groups
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-referencing
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 284
#   resources: [diagnosis/security-group/tier-open-by-cidr]
#   remediation: |
#     Name the security group of the load balancer or of the clients, by `SourceSecurityGroupId`, in place
#     of the block.
package rules["security-group"]["tier-open-by-cidr"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("security-group/tier-open-by-cidr")
	finding := object.union(
		diagnosis.finding(issue, "medium", _message(issue)),
		diagnosis.fixed(issue, "name the security group of the clients", false),
	)
}

_message(issue) := message if {
	not issue.variant
	words := issue.words
	message := $"{issue.name} opens port {words.port} of {words.target} to {words.source}, past load balancer {words.by}"
}

_message(issue) := message if {
	issue.variant == "database"
	words := issue.words
	message := $"{issue.name} opens port {words.port} of the database {words.target} to the whole of {words.source}"
}

# METADATA
# title: Network Load Balancer without a security group
# description: |
#   A Network Load Balancer that is made without security groups can never get any: for that it has to be
#   replaced, and its addresses and its name change. Without, it takes every connection, and its targets have to
#   admit its clients themselves, by address.
# related_resources:
#   - description: Network Load Balancers, security groups
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   resources: [diagnosis/load-balancer/network-lb-without-security-group]
#   remediation: |
#     Name at least one group in `SecurityGroups`, from the start if possible: on one that exists the change replaces
#     the load balancer.
package rules["load-balancer"]["network-lb-without-security-group"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("load-balancer/network-lb-without-security-group")
	message := $"{issue.name} is a Network Load Balancer without a security group, and can never get one"
	finding := diagnosis.finding(issue, "medium", message)
}

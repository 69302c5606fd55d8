# METADATA
# title: Load balancer kept from its targets by its own group
# description: |
#   The security groups of this load balancer have egress rules, and none lets it out to a port on which it sends
#   requests or health checks to its targets. To the load balancer the targets are unhealthy, and clients get
#   an error.
# related_resources:
#   - description: Application Load Balancers, recommended rules of security groups
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html
#   - description: AWS CloudFormation, AWS::EC2::SecurityGroup, egress rules and the default they replace
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/load-balancer/egress-blocks-target]
#   remediation: |
#     Add an egress rule for the port of the targets, and for that of the health checks where it is another one, to
#     the security group of the targets.
package rules["load-balancer"]["egress-blocks-target"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("load-balancer/egress-blocks-target")
	finding := object.union(
		diagnosis.finding(issue, "high", _message(issue)),
		diagnosis.fixed(issue, "let the load balancer out to its targets", false),
	)
}

_message(issue) := concat("", [
	$"{issue.name} does not let {issue.words.balancer} out ",
	$"to its target {issue.words.targets} on {issue.words.ports}",
])

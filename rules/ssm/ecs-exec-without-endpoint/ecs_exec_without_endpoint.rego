# METADATA
# title: ECS Exec without an endpoint for ssmmessages
# description: |
#   A service turns on ECS Exec, which opens a shell in a container over `ssmmessages`, and over nothing
#   else of Systems Manager. Its tasks do not reach the internet, and the VPC has no interface endpoint
#   for `ssmmessages`, so the shell can not be opened when it is needed.
#
#   The finding is made only where everything can be seen: the VPC, the subnets of the tasks and their
#   route tables are declared, and nothing leads to a network that is not.
# related_resources:
#   - description: Amazon ECS, ECS Exec
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
#   - description: Amazon ECS, interface VPC endpoints
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/ssm/ecs-exec-without-endpoint]
#   remediation: |
#     Add an interface endpoint for `ssmmessages` with private DNS, whose security group admits TCP port
#     443 from the tasks.
package rules.ssm["ecs-exec-without-endpoint"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("ssm/ecs-exec-without-endpoint")
	finding := object.union_n([
		diagnosis.finding(issue, "high", _message(issue)),
		diagnosis.fixed(issue, "add the endpoint", false),
		{"label": "no endpoint for ssmmessages"},
	])
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("ssm/ecs-exec-without-endpoint")
}

_message(issue) := concat("", [
	$"{issue.name} has no interface endpoint for ssmmessages, ",
	$"which ECS Exec of {issue.words.services} needs",
])

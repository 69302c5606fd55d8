# METADATA
# title: Endpoint policy that denies the SSM agent
# description: |
#   The policy of an interface endpoint limits what can be done through it, whatever the role of an
#   instance allows. This one denies or leaves out what the SSM agent calls:
#   `ssm:UpdateInstanceInformation` to report that the instance is there,
#   `ssmmessages:CreateControlChannel` and `ssmmessages:OpenControlChannel` to be given work.
#
#   It is asked of instances that are meant to be managed by Systems Manager and surely do not reach the
#   internet: their VPC, subnet and route table are declared, and nothing leads to a network that is
#   not. A policy that is not fully known keeps it silent.
# related_resources:
#   - description: AWS PrivateLink, endpoint policies
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
#   - description: AWS Systems Manager, what the agent uses ssmmessages and ec2messages for
#     ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/ssm/endpoint-policy-denies-agent]
#   remediation: |
#     Allow the actions in the policy of the endpoint, or leave out `PolicyDocument`.
package rules.ssm["endpoint-policy-denies-agent"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("ssm/endpoint-policy-denies-agent")
	finding := object.union_n([
		diagnosis.finding(issue, "high", _message(issue)),
		diagnosis.fixed(issue, "allow what the agent calls", false),
		{"label": $"does not allow {issue.words.actions}"},
	])
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("ssm/endpoint-policy-denies-agent")
}

_message(issue) := concat("", [
	$"{issue.name} has a policy that does not allow {issue.words.actions}, ",
	$"which the agent of {issue.words.workloads} calls through it",
])

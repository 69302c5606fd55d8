# METADATA
# title: Instance role without permissions for Systems Manager
# description: |
#   Endpoints or an association show that Systems Manager is to manage an instance, but the role of its
#   instance profile does not let the agent work: it needs `ssm:UpdateInstanceInformation` to report
#   every five minutes, and `ssmmessages:CreateControlChannel` and `ssmmessages:OpenControlChannel` to
#   be given work and to open sessions.
#
#   All policies of the role are evaluated, with its permissions boundary and every Deny. A managed
#   policy that is neither declared nor one of AWS, and a Quick Setup of Systems Manager, keep it
#   silent. It is asked of instances that are meant to be managed by Systems Manager and surely do not
#   reach the internet: their VPC, subnet and route table are declared, and nothing leads to a network
#   that is not.
# related_resources:
#   - description: AWS Systems Manager, instance permissions
#     ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
#   - description: AWS Systems Manager, what the agent uses ssmmessages and ec2messages for
#     ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/ssm/role-without-permissions]
#   remediation: |
#     Attach the managed policy `AmazonSSMManagedInstanceCore` to the role, or allow the actions in a
#     policy of its own.
package rules.ssm["role-without-permissions"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("ssm/role-without-permissions")
	finding := object.union_n([
		diagnosis.finding(issue, "high", _message(issue)),
		diagnosis.fixed(issue, "attach AmazonSSMManagedInstanceCore", false),
		{"label": $"does not allow {issue.words.actions}"},
	])
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("ssm/role-without-permissions")
}

_message(issue) := concat("", [
	$"{issue.name} does not allow {issue.words.actions}, ",
	$"which the agent of {issue.words.workloads} needs",
])

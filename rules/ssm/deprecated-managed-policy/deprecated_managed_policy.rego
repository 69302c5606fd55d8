# METADATA
# title: Role with the deprecated policy AmazonEC2RoleforSSM
# description: |
#   The managed policy `service-role/AmazonEC2RoleforSSM` lets the SSM agent work, and lets the instance
#   read and write the objects of every bucket of the account besides. AWS says that it will be
#   deprecated, and offers `AmazonSSMManagedInstanceCore` in its place, which holds what the agent needs
#   and nothing else.
# related_resources:
#   - description: AWS Systems Manager, instance permissions
#     ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
#   - description: AWS managed policies, AmazonEC2RoleforSSM
#     ref: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEC2RoleforSSM.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [security]
#   resources: [diagnosis/ssm/deprecated-managed-policy]
#   remediation: |
#     Attach `AmazonSSMManagedInstanceCore` instead. Where the instance uses a bucket, CloudWatch or a
#     directory of AWS Directory Service, which the old policy allows as well, allow that for what it
#     uses in a policy of its own.
package rules.ssm["deprecated-managed-policy"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("ssm/deprecated-managed-policy")
	finding := object.union_n([
		diagnosis.finding(issue, "medium", _message(issue)),
		diagnosis.fixed(issue, "attach AmazonSSMManagedInstanceCore instead", false),
		{"label": "deprecated"},
	])
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("ssm/deprecated-managed-policy")
}

_message(issue) := concat("", [
	$"{issue.name} has the deprecated managed policy AmazonEC2RoleforSSM, ",
	"which lets instances read and write every bucket",
])

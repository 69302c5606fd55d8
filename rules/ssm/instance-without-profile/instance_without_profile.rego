# METADATA
# title: Instance without a profile beside Systems Manager endpoints
# description: |
#   The VPC has endpoints for Systems Manager, but an instance that reaches nothing else has no instance
#   profile, so its agent has no credentials to call them with. Only Default Host Management
#   Configuration, a setting of the account and Region, lets an agent do without; it is why this is not
#   certain to cut the instance off.
#
#   It is asked of instances that are meant to be managed by Systems Manager and surely do not reach the
#   internet: their VPC, subnet and route table are declared, and nothing leads to a network that is
#   not. It is silent where a launch template may supply the profile and where a Quick Setup of Systems
#   Manager is declared.
# related_resources:
#   - description: AWS Systems Manager, instance permissions
#     ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
#   - description: AWS Systems Manager, Default Host Management Configuration
#     ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/managed-instances-default-host-management.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: medium
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/ssm/instance-without-profile]
#   remediation: |
#     Give the instance a profile whose role has the managed policy `AmazonSSMManagedInstanceCore`.
#     Where Default Host Management Configuration is on in the account, ignore the finding and say so in
#     the reason.
package rules.ssm["instance-without-profile"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("ssm/instance-without-profile")
	finding := object.union_n([
		diagnosis.finding(issue, "medium", _message(issue)),
		diagnosis.fixed(issue, "create a role and an instance profile", false),
		{"label": "no IamInstanceProfile"},
	])
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("ssm/instance-without-profile")
}

_message(issue) := $"{issue.name} has no instance profile, so its agent has no credentials for {issue.words.services}"

# METADATA
# title: Isolated instance that nobody can log in to
# description: |
#   Nothing shows that Systems Manager is to manage the instance, it has no key pair, no rule of its
#   security groups is for SSH or remote desktop, the VPC has no EC2 Instance Connect Endpoint, and no
#   route leads out of its network. Whoever has to look at it after deployment can't, except by the
#   serial console or by taking its volume apart.
#
#   The finding is made only where everything can be seen: the VPC, the subnet, its route table and the
#   security groups are declared, and nothing leads to a network that is not. Ignore it for instances
#   that are replaced and never looked at.
# related_resources:
#   - description: AWS Systems Manager, Session Manager
#     ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html
#   - description: Amazon EC2, Instance Connect Endpoint
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-with-ec2-instance-connect-endpoint.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: medium
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/ssm/no-management-path]
#   remediation: |
#     Let Systems Manager manage the instance: a profile with `AmazonSSMManagedInstanceCore`, and
#     interface endpoints for `ssm` and `ssmmessages`. Or add an EC2 Instance Connect Endpoint and admit
#     its security group on port 22.
package rules.ssm["no-management-path"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("ssm/no-management-path")
	finding := object.union(diagnosis.finding(issue, "low", _message(issue)), {"label": "no way in"})
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("ssm/no-management-path")
}

_message(issue) := $"{issue.name} can't be logged in to: no way leads to it, and Systems Manager does not manage it"

# METADATA
# title: Security group that keeps instances from Systems Manager
# description: |
#   The security groups of an instance let nothing out on TCP port 443 to the endpoints for Systems
#   Manager, and so its agent does not get through. Often nobody meant that: a security group without
#   egress rules lets everything out, and the first egress rule that is added to it, also by an
#   `AWS::EC2::SecurityGroupEgress` in another template, takes that away without a trace in the change
#   set.
#
#   It is asked of instances that are meant to be managed by Systems Manager and surely do not reach the
#   internet: their VPC, subnet and route table are declared, and nothing leads to a network that is
#   not. Groups and rules that are not known keep it silent.
# related_resources:
#   - description: AWS CloudFormation, AWS::EC2::SecurityGroup, default egress rules
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
#   - description: AWS Systems Manager, the VPC endpoints that instances need
#     ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/ssm/instance-egress-blocked]
#   remediation: |
#     Let the security group out on TCP port 443 to that of the endpoints.
package rules.ssm["instance-egress-blocked"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("ssm/instance-egress-blocked")
	finding := object.union_n([
		diagnosis.finding(issue, "high", _message(issue)),
		diagnosis.fixed(issue, "let HTTPS out to the endpoints", false),
		{"label": "lets no 443/tcp out to them"},
	])
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("ssm/instance-egress-blocked")
}

_message(issue) := concat("", [
	$"{issue.name} lets no 443/tcp out to {issue.words.endpoints} since {issue.words.by} revokes its default egress, ",
	$"which keeps {issue.words.workloads} from {issue.words.services}",
]) if {
	issue.variant == "revoked"
}

_message(issue) := concat("", [
	$"{issue.name} lets no 443/tcp out to {issue.words.endpoints}, ",
	$"which keeps {issue.words.workloads} from {issue.words.services}",
]) if {
	not issue.variant
}

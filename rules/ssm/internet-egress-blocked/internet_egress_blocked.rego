# METADATA
# title: Security group that keeps instances from the internet
# description: |
#   Systems Manager is to manage an instance, and its routes lead to the internet, but its security
#   groups let nothing out on TCP port 443, and the VPC has no endpoint that the agent could call
#   instead. Often nobody meant that: the first egress rule that is added to a security group takes away
#   the rules that let everything out.
#
#   It is silent where the user data may set a proxy, where some rule is for a prefix list or addresses
#   that are not known, and where an endpoint may serve the instance.
# related_resources:
#   - description: AWS Systems Manager, the VPC endpoints that instances need
#     ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
#   - description: AWS CloudFormation, AWS::EC2::SecurityGroup, default egress rules
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/ssm/internet-egress-blocked]
#   remediation: |
#     Let the security group out on TCP port 443, or add interface endpoints for `ssm` and `ssmmessages`
#     to the VPC and let it out to those.
package rules.ssm["internet-egress-blocked"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("ssm/internet-egress-blocked")
	finding := object.union_n([
		diagnosis.finding(issue, "medium", _message(issue)),
		diagnosis.fixed(issue, "let HTTPS out", false),
		{"label": "lets no 443/tcp out"},
	])
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("ssm/internet-egress-blocked")
}

_message(issue) := concat("", [
	$"{issue.name} lets no 443/tcp out{_since(issue)}, ",
	$"which keeps {issue.words.workloads} from Systems Manager",
])

_since(issue) := $" since {issue.words.by} revokes its default egress" if issue.variant == "revoked"

_since(issue) := "" if not issue.variant

# METADATA
# title: Systems Manager endpoint that admits no instance
# description: |
#   An interface endpoint has security groups, and the SSM agent calls it on TCP port 443. No rule of
#   the groups admits the instances, neither by one of their security groups nor by the block of their
#   subnets, so that every call of the agent times out. An endpoint without `SecurityGroupIds` has the
#   default group of the VPC, which admits its own members only.
#
#   It is asked of instances that are meant to be managed by Systems Manager and surely do not reach the
#   internet: their VPC, subnet and route table are declared, and nothing leads to a network that is
#   not. Groups and rules that are not known keep it silent.
# related_resources:
#   - description: AWS Systems Manager, the VPC endpoints that instances need
#     ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
#   - description: AWS PrivateLink, security groups of an interface endpoint
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/ssm/endpoint-closed-to-instance]
#   remediation: |
#     Let the security group of the endpoint admit TCP port 443 from the security group of the
#     instances, or from the block of the VPC.
package rules.ssm["endpoint-closed-to-instance"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("ssm/endpoint-closed-to-instance")
	finding := object.union_n([
		diagnosis.finding(issue, "high", _message(issue)),
		diagnosis.fixed(issue, "admit HTTPS from the instances", false),
		{"label": "admits no 443/tcp from them"},
	])
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("ssm/endpoint-closed-to-instance")
}

_message(issue) := concat("", [
	$"{issue.words.endpoints} {_has(issue)} the default security group, ",
	$"which admits no 443/tcp from {issue.words.workloads} to {issue.words.services}",
]) if {
	issue.variant == "default"
}

_message(issue) := concat("", [
	$"{issue.name} admits no 443/tcp from {_clients(issue)}, ",
	$"which keeps {issue.words.workloads} from {issue.words.services}",
]) if {
	not issue.variant
}

_has(issue) := "has" if issue.words.endpoints == issue.name

_has(issue) := "have" if issue.words.endpoints != issue.name

_clients(issue) := issue.words.groups if issue.words.groups != issue.name

_clients(issue) := "its own members" if issue.words.groups == issue.name

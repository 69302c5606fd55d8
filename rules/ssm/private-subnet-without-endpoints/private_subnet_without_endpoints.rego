# METADATA
# title: Isolated instance without Systems Manager endpoints
# description: |
#   An instance is meant to be managed by AWS Systems Manager, but its agent cannot reach the service:
#   no route of its subnet leads to the internet, and the VPC has no interface endpoint for `ssm`,
#   `ssmmessages` or both. The stack deploys without an error, and then Session Manager, Run Command
#   and Patch Manager do not know the instance. Where there is no key pair either, nobody can log in.
#
#   That the instance is meant to be managed shows in its role (such as
#   `AmazonSSMManagedInstanceCore`), in an association that targets it, or in an endpoint for the
#   agent. `ec2messages` is not asked for: since version 3.3.40 the agent uses `ssmmessages` instead.
#
#   The finding is made only where everything can be seen: the VPC, the subnet and its route table are
#   declared, and nothing leads to a network that is not, in which an endpoint may stand: no transit
#   gateway, VPN, appliance or foreign peer, and no private hosted zone for the name. It is one level
#   milder where only `ssmmessages` is missing and the role does not ask for sessions, or where another
#   stack or a custom resource may add what is missing, as it can to a VPC that is exported, an output of
#   its stack or published in a parameter.
#
#   Where endpoints or routes stand under a condition, the finding is about the deployments in which it is
#   false, and names them.
# related_resources:
#   - description: AWS Systems Manager, the VPC endpoints that instances need
#     ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
#   - description: AWS Systems Manager, what the agent uses ssmmessages and ec2messages for
#     ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
#   - description: AWS PrivateLink, create an interface endpoint
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/ssm/private-subnet-without-endpoints]
#   remediation: |
#     Add an interface endpoint for each service that is named, with `VpcEndpointType: Interface`,
#     `PrivateDnsEnabled: true`, and a security group that admits TCP port 443 from the instances. One
#     subnet is enough: endpoints are reached from the whole VPC. The VPC needs `EnableDnsSupport` and
#     `EnableDnsHostnames`.
#
#     Where the instance needs the internet anyway, route its subnet to a NAT gateway instead.
package rules.ssm["private-subnet-without-endpoints"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("ssm/private-subnet-without-endpoints")
	services := issue.words.services
	message := concat("", [
		$"{issue.name} has no interface endpoint for {services}, ",
		$"which cuts {issue.words.workloads} off from {_what(issue)}",
	])
	finding := object.union_n([
		diagnosis.finding(issue, _severity(issue), message),
		diagnosis.fixed(issue, $"add endpoints for {services}", false),
		{"label": $"no endpoint for {services}", "properties": {"missing": split(issue.words.missing, " ")}},
	])
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("ssm/private-subnet-without-endpoints")
}

_what(issue) := "Systems Manager" if not issue.variant

_what(issue) := "Session Manager" if issue.variant

default _severity(_) := "high"

# for sessions that nobody asked for
_severity(issue) := "medium" if issue.variant == "messages-unasked"

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
#   resources: [AWS::EC2::Instance, AWS::AutoScaling::AutoScalingGroup]
#   remediation: |
#     Add an interface endpoint for each service that is named, with `VpcEndpointType: Interface`,
#     `PrivateDnsEnabled: true`, and a security group that admits TCP port 443 from the instances. One
#     subnet is enough: endpoints are reached from the whole VPC. The VPC needs `EnableDnsSupport` and
#     `EnableDnsHostnames`.
#
#     Where the instance needs the internet anyway, route its subnet to a NAT gateway instead.
package rules.ssm["private-subnet-without-endpoints"]

findings contains finding if {
	some vpc in input.network.vpcs
	some missing in {workload.ssm.missing | some workload in _stranded; workload.vpc.id == vpc.id}
	workloads := [workload |
		some workload in _stranded
		workload.vpc.id == vpc.id
		workload.ssm.missing == missing
	]
	services := concat(" and ", missing)

	finding := {
		"message": $"{vpc.name} has no interface endpoint for {services}, which {_effect(missing, workloads)}",
		"at": vpc.at,
		"label": $"no endpoint for {services}",
		"severity": _severity(missing, workloads),
		"related": array.concat(array.concat(_affected(workloads), _other_ways(workloads)), _origins(workloads)),
		"flow": array.concat(workloads[0].ssm.hops, [{
			"at": vpc.at,
			"message": $"{vpc.name} has no interface endpoint for {services}",
		}]),
		"notes": _doubts(workloads),
		"properties": {"missing": missing, "explanationCodes": _codes(workloads)},
	}
}

undecided contains {"at": workload.at, "reason": workload.ssm.path.reason} if {
	some workload in input.network.workloads
	workload.ssm.intent.answer == "yes"
	workload.ssm.path.answer == "undecided"
}

undecided contains {"at": workload.at, "reason": workload.ssm.intent.reason} if {
	some workload in input.network.workloads
	workload.ssm.intent.answer == "undecided"
	workload.ssm.path.answer == "no"
}

# workloads that are meant to be managed and surely have no way to Systems Manager, in their order
_stranded := [workload |
	some workload in input.network.workloads
	workload.ssm.intent.answer == "yes"
	workload.ssm.path.answer == "no"
]

_effect(missing, workloads) := $"cuts {_count(workloads)} off from {_what(missing)}"

_what(missing) := "Systems Manager" if "ssm" in missing

_what(missing) := "Session Manager" if not "ssm" in missing

_count(workloads) := concat(" and ", [text |
	some kind in ["instance", "auto-scaling-group"]
	number := count([workload | some workload in workloads; workload.kind == kind])
	number > 0
	text := $"{number} {_nouns[kind][min([number, 2])]}"
])

_nouns := {
	"instance": {1: "instance", 2: "instances"},
	"auto-scaling-group": {1: "Auto Scaling group", 2: "Auto Scaling groups"},
}

_affected(workloads) := [step |
	some workload in workloads
	step := {
		"at": workload.at,
		"message": $"{workload.name} is cut off: {workload.egress.ipv4.internet.reason}",
	}
]

# the steps of those that are cut off for another reason than the first, whose steps are the flow
_other_ways(workloads) := [step |
	steps := [step |
		some workload in workloads
		workload.egress.ipv4.internet.reason != workloads[0].egress.ipv4.internet.reason
		some step in workload.ssm.hops
		step.at != workload.at
		not step in workloads[0].ssm.hops
	]
	some number, step in steps
	not step in array.slice(steps, 0, number)
]

# where it shows that the workloads are meant to be managed, and which values came by a default
_origins(workloads) := array.concat(
	[sign | some sign in {workload.ssm.signs[0] | some workload in workloads}],
	[step | some step in {step | some workload in workloads; some step in workload.ssm.via}],
)

_doubts(workloads) := [{"label": "unless", "text": reason} |
	some reason in {reason | some workload in workloads; some reason in workload.ssm.weaker}
]

_codes(workloads) := [code |
	some code in ({"VPCE_MISSING_SERVICE"} | {workload.egress.ipv4.blocker | some workload in workloads})
]

# the milder severities are for sessions nobody asked for, and for what another stack may add
_severity(missing, workloads) := ["high", "medium", "low"][steps] if {
	steps := count([mild | some mild in [_lacks_sessions_only(missing, workloads), _may_be_added(workloads)]; mild])
}

default _lacks_sessions_only(_, _) := false

_lacks_sessions_only(missing, workloads) if {
	missing == ["ssmmessages"]
	every workload in workloads {
		workload.ssm.sessions.answer != "yes"
	}
}

default _may_be_added(_) := false

_may_be_added(workloads) if {
	every workload in workloads {
		workload.ssm.weaker
	}
}

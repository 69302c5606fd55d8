package rules.ssm["private-subnet-without-endpoints_test"]

import data.rules.ssm["private-subnet-without-endpoints"] as rule

test_points_at_the_vpc_and_proves_it if {
	found := rule.findings with input as _document([_workload({})])

	found == {{
		"message": "Vpc has no interface endpoint for ssm and ssmmessages, which cuts 1 instance off from Systems Manager",
		"at": "app.yaml#/Resources/Vpc",
		"label": "no endpoint for ssm and ssmmessages",
		"severity": "high",
		"related": [
			{"at": "app.yaml#/Resources/Web", "message": "Web is cut off: route table Table has no route to the internet"},
			{"at": "app.yaml#/Resources/Role", "message": "role Role has the managed policy AmazonSSMManagedInstanceCore"},
		],
		"flow": [
			{"at": "app.yaml#/Resources/Web", "message": "Web starts in subnet Sub"},
			{"at": "app.yaml#/Resources/Vpc", "message": "Vpc has no interface endpoint for ssm and ssmmessages"},
		],
		"notes": [],
		"properties": {
			"missing": ["ssm", "ssmmessages"],
			"explanationCodes": ["NO_ROUTE_TO_DESTINATION", "VPCE_MISSING_SERVICE"],
		},
	}}
}

test_gathers_what_one_vpc_cuts_off if {
	found := rule.findings with input as _document([
		_workload({"name": "Group", "kind": "auto-scaling-group"}),
		_workload({}),
		_workload({"name": "Other"}),
	])

	{finding.message | some finding in found} == {concat("", [
		"Vpc has no interface endpoint for ssm and ssmmessages, ",
		"which cuts 2 instances and 1 Auto Scaling group off from Systems Manager",
	])}
	{count(finding.related) | some finding in found} == {4}
}

test_is_milder[note] if {
	some note, expected in {
		"only sessions are missing and nobody asks for them": ["medium", {"missing": ["ssmmessages"], "sessions": _no}],
		"another stack may add the endpoints": ["medium", {"weaker": ["Vpc is exported"]}],
		"both": ["low", {"missing": ["ssmmessages"], "sessions": _no, "weaker": ["Vpc is exported"]}],
		"sessions are missing that the role asks for": ["high", {"missing": ["ssmmessages"]}],
	}

	found := rule.findings with input as _document([_workload({"ssm": expected[1]})])

	{finding.severity | some finding in found} == {expected[0]}
}

test_names_what_is_lost_without_messages if {
	found := rule.findings with input as _document([_workload({"ssm": {"missing": ["ssmmessages"]}})])

	{finding.message | some finding in found} == {concat("", [
		"Vpc has no interface endpoint for ssmmessages, ",
		"which cuts 1 instance off from Session Manager",
	])}
}

test_proves_each_reason_once if {
	public := {"egress": {"ipv4": {"internet": {"answer": "no", "reason": "it has no public address"}}}}
	route := {"at": "app.yaml#/Resources/Route", "message": "Route sends 0.0.0.0/0 to internet gateway Igw"}
	tie := {"at": "app.yaml#/Resources/Tie", "message": "Tie ties subnet Pub to route table PubTable"}
	start := {"at": "app.yaml#/Resources/Web", "message": "starts in subnet Pub"}
	other := object.union(public, {"ssm": {"hops": [start, tie, route]}})
	found := rule.findings with input as _document([_workload({}), _workload(other), _workload(other)])

	{array.slice(finding.related, 3, 5) | some finding in found} == {[tie, route]}
	{count(finding.related) | some finding in found} == {6}
	{finding.flow[0].message | some finding in found} == {"Web starts in subnet Sub"}
}

test_names_the_doubt if {
	found := rule.findings with input as _document([_workload({"ssm": {"weaker": ["Vpc is exported"]}})])

	{finding.notes | some finding in found} == {[{"label": "unless", "text": "Vpc is exported"}]}
}

test_tells_which_default_it_rests_on if {
	via := [{"at": "app.yaml#/Parameters/Cidr/Default", "message": "default of parameter Cidr"}]
	found := rule.findings with input as _document([_workload({"ssm": {"via": via}})])

	{finding.related[2] | some finding in found} == {via[0]}
}

test_stays_silent[note] if {
	some note, override in {
		"nothing is to be managed": {"ssm": {"intent": _no, "signs": []}},
		"the internet is in reach": {"ssm": {"path": {"answer": "yes"}, "missing": []}},
		"the way is not known": {"ssm": {"path": _unknown, "missing": []}},
		"it is in another VPC": {"vpc": {"standing": "external", "id": "vpc-1"}},
	}

	found := rule.findings with input as _document([_workload(override)])

	found == set()
}

test_lists_what_it_can_not_decide[note] if {
	some note, ssm in {
		"the way is not known": {"path": _unknown, "missing": []},
		"the intent is not known": {"intent": _unknown, "signs": []},
	}

	found := rule.undecided with input as _document([_workload({"ssm": ssm})])

	found == {{"at": "app.yaml#/Resources/Web", "reason": "the subnet is a parameter"}}
}

test_has_nothing_undecided_without_intent if {
	found := rule.undecided with input as _document([_workload({"ssm": {"intent": _no, "path": _unknown, "missing": []}})])

	found == set()
}

_no := {"answer": "no"}

_unknown := {"answer": "undecided", "reason": "the subnet is a parameter"}

_document(workloads) := {"network": {
	"vpcs": [{"id": "app.yaml#Vpc", "name": "Vpc", "at": "app.yaml#/Resources/Vpc"}],
	"workloads": workloads,
}}

# an instance that is reported; each test overrides only what it is about
_workload(override) := object.union(
	{
		"name": "Web",
		"at": "app.yaml#/Resources/Web",
		"kind": "instance",
		"vpc": {"standing": "declared", "id": "app.yaml#Vpc"},
		"egress": {"ipv4": {
			"internet": {"answer": "no", "reason": "route table Table has no route to the internet"},
			"blocker": "NO_ROUTE_TO_DESTINATION",
		}},
		"ssm": {
			"intent": {"answer": "yes"},
			"signs": [{
				"at": "app.yaml#/Resources/Role",
				"message": "role Role has the managed policy AmazonSSMManagedInstanceCore",
			}],
			"sessions": {"answer": "yes"},
			"path": {"answer": "no"},
			"missing": ["ssm", "ssmmessages"],
			"hops": [{"at": "app.yaml#/Resources/Web", "message": "Web starts in subnet Sub"}],
		},
	},
	override,
)

# METADATA
# title: Organization policy that denies without exempting anyone
# description: |
#   A statement of a service control policy or a resource control policy denies every action, or every
#   action of a service, on every resource and without a condition. It binds each account that the policy
#   is attached to, for the roles of AWS Control Tower, the break-glass role and the root user as well.
#   What goes wrong behind it can be mended from the management account only, by detaching the policy.
#
#   A statement with any condition, as on the Region or on `aws:PrincipalArn`, is not reported, and
#   neither is one with `NotAction`: that is the list of what stays allowed. The same goes for a policy that
#   itself allows some services only.
# related_resources:
#   - description: AWS Organizations User Guide, service control policies
#     ref: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
#   - description: AWS Organizations User Guide, resource control policies
#     ref: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: medium
#   since: 0.1.0
#   tags: [availability]
#   resources: [kind/scp, kind/rcp]
#   remediation: |
#     Exempt the roles that have to get in when everything else fails, with `ArnNotLike` on
#     `aws:PrincipalArn`: the break-glass role and, where AWS Control Tower governs the accounts,
#     `arn:aws:iam::*:role/AWSControlTowerExecution`. For an organizational unit of suspended accounts, in
#     which nothing is to work, ignore this rule.
package rules.organization["unscoped-deny"]

findings contains object.union(finding, _fix(policy, statement)) if {
	some policy in input.policies
	policy.kind in {"scp", "rcp"}
	policy.exists == "yes"
	not _allows_some(policy)
	some statement in policy.statements
	statement.effect == "Deny"
	count(object.get(statement, "conditions", [])) == 0
	_is_everywhere(statement)
	some action in _widest(statement)

	finding := {
		"message": $"{policy.name} denies {_what(action.value)} to every principal, break-glass roles included",
		"at": action.at,
		"label": "no condition exempts a role",
	}
}

_is_everywhere(statement) if {
	some resource in statement.resources
	resource.value == "*"
}

# the actions that stand for all, else the first that stands for a service: one finding for a statement
_widest(statement) := {action |
	some action in statement.actions
	action.value == "*"
} if {
	_denies_all(statement)
}

_widest(statement) := {services[0]} if {
	not _denies_all(statement)
	services := [action |
		some action in statement.actions
		regex.match(`^[A-Za-z0-9-]+:\*$`, action.value)
	]
}

_denies_all(statement) if {
	some action in statement.actions
	action.value == "*"
}

_what("*") := "every action"

_what(text) := $"every action of {trim_suffix(text, ":*")}" if text != "*"

default _fix(_, _) := {}

_fix(policy, statement) := {"fix": {
	"title": "exempt a break-glass role and the role of AWS Control Tower",
	"safe": false,
	"edits": [{
		"op": "add",
		"at": $"{statement.at}/Condition",
		"value": {"ArnNotLike": {"aws:PrincipalArn": [
			$"arn:{input.partition}:iam::*:role/BreakGlass",
			$"arn:{input.partition}:iam::*:role/AWSControlTowerExecution",
		]}},
	}],
}} if {
	not policy.embedded
}

# a list of what is allowed is a fence of its own kind, as around a sandbox
_allows_some(policy) if {
	some statement in policy.statements
	statement.effect == "Allow"
	every action in object.get(statement, "actions", []) {
		action.value != "*"
	}
}

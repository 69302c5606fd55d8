# METADATA
# title: Root sessions that the console can't offer
# description: |
#   A permission set allows `sts:AssumeRoot`, but not what the console reads before it offers a root
#   session: the page "Root access management" lists the organization, its units and its accounts. In an
#   emergency its user finds an error where the accounts ought to be, and has to know the command line.
#
#   The rule is silent where a managed policy is attached that is not part of the set, since it may allow
#   these reads.
# related_resources:
#   - description: IAM User Guide, perform a privileged task on a member account in the console
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
#   - description: Service Authorization Reference, actions of AWS Organizations
#     ref: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: medium
#   since: 0.1.0
#   tags: [availability]
#   resources: [AWS::SSO::PermissionSet]
#   remediation: |
#     Allow the reads on all resources, as the fix does. Where root sessions are only ever started from the
#     command line, leave them out and ignore this rule.
package rules.breakglass["missing-console-permissions"]

import data.rules.lib.assumeroot
import data.rules.lib.coverage

findings contains object.union(finding, _fix(id, missing)) if {
	some id in input.by_type["AWS::SSO::PermissionSet"]
	resource := input.resources[id]
	resource.exists == "yes"
	some grant in _first(id)
	_knows_all(id, resource.properties)
	missing := [read | some read in _reads; not _allows(id, read)]
	count(missing) > 0

	finding := {
		"message": $"{resource.name} allows {grant.action.value}, but not {_count(missing)} for the console",
		"at": grant.action.at,
		"notes": [{"label": "missing", "text": concat("\n", missing)}],
	}
}

# what the page reads to show the organization and its accounts, and whether root sessions are on
_reads := [
	"organizations:DescribeOrganization",
	"organizations:ListRoots",
	"organizations:ListOrganizationalUnitsForParent",
	"organizations:ListAccountsForParent",
	"organizations:ListDelegatedAdministrators",
	"organizations:ListAWSServiceAccessForOrganization",
	"iam:ListOrganizationsFeatures",
	"iam:GetAccountSummary",
]

_count(missing) := missing[0] if count(missing) == 1

_count(missing) := $"{count(missing)} reads" if count(missing) > 1

# the first place where the permission set may start root sessions, since one finding is enough
_first(id) := {grant |
	some grant in _grants(id)
	every other in _grants(id) {
		grant.action.at <= other.action.at
	}
}

_grants(id) := {grant |
	some grant in assumeroot.grants
	id in grant.policy.subjects
}

# every policy of the permission set is part of the document
_knows_all(id, properties) if {
	count(_managed(properties)) == count({policy.at |
		some policy in input.policies
		policy.kind == "identity"
		id in policy.subjects
	})
}

_managed(properties) := array.concat(
	[item | some key in ["ManagedPolicies", "CustomerManagedPolicyReferences"]; some item in _list(properties, key)],
	[key | some key in ["ManagedPolicies", "CustomerManagedPolicyReferences"]; properties[key].unresolved],
)

_list(properties, key) := properties[key] if is_array(properties[key])

_allows(id, read) if {
	some policy in input.policies
	id in policy.subjects
	some statement in policy.statements
	statement.effect != "Deny"
	coverage.may_action(statement, read)
}

default _fix(_, _) := {}

_fix(id, missing) := {"fix": {
	"title": "allow what the console reads",
	"safe": false,
	"edits": [{
		"op": "add",
		"at": $"{policy.at}/Statement/{count(policy.statements)}",
		"value": {"Effect": "Allow", "Action": missing, "Resource": "*"},
	}],
}} if {
	some policy in input.policies
	policy.resource == id
	not policy.embedded
	endswith(policy.statements[0].at, "/Statement/0") # else there is no list to add to
}

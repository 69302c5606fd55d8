# METADATA
# description: What AWS refuses or ignores in policies
package rules.lib.issue

# METADATA
# description: |
#   The issues with the code, each with the name of the policy that it is in, and what a person calls
#   such a policy.
# scope: document
coded(code) := {entry |
	some policy in input.policies
	some found in policy.issues
	found.code == code
	entry := object.union(found, {"name": policy.name, "noun": policy.noun})
}

# METADATA
# description: The finding that reports an issue
# scope: document
finding(found, message) := {"message": message, "at": found.at, "related": found.related}

# METADATA
# description: The same, with what the subject is spelled most like, where something is near
# scope: document
suggesting(found, message) := object.union(finding(found, message), _nearest(found.detail))

# METADATA
# description: The same, with the detail as its label where there is one
# scope: document
explained(found, message) := object.union(finding(found, message), _label(found.detail, found.detail))

_nearest(detail) := _label(detail, $"the nearest that is known is {detail}")

_label(detail, label) := {"label": label} if detail != ""

_label("", _) := {}

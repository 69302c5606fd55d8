# METADATA
# description: What the statements of a policy cover for sure
package rules.lib.coverage

import data.rules.lib.pattern

# METADATA
# description: True when the Action or NotAction of the statement surely covers the action
# scope: document
action(statement, name) if {
	some text in statement.actions
	_names(text, name)
}

action(statement, name) if {
	statement.not_actions
	every text in statement.not_actions {
		not _may_name(text, name)
	}
}

# METADATA
# description: True unless the Action or NotAction of the statement surely leaves the action out
# scope: document
may_action(statement, name) if {
	some text in object.get(statement, "actions", [])
	_may_name(text, name)
}

may_action(statement, name) if {
	statement.not_actions
	every text in statement.not_actions {
		not _names(text, name)
	}
}

may_action(statement, _) if {
	some unresolved in object.get(statement, "unresolved", [])
	unresolved.element in {"Action", "NotAction", "Statement"}
}

_names(text, name) if pattern.matches(lower(text.value), lower(name))

_may_name(text, name) if _names(text, name)

_may_name(text, _) if not text.value

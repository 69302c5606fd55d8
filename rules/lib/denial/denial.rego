# METADATA
# description: What the statements of a policy deny, in words
package rules.lib.denial

# METADATA
# description: |
#   What a statement that closes the way back denies, and to whom. A closure is an entry of
#   lockout.closed.
# scope: document
of(policy, closure) := concat("", [
	$"denies {listing(closure.actions)} to {_reach(closure.to)}",
	_condition(policy, closure.at),
	_label(closure),
])

# METADATA
# description: The statements after the first, each with what it denies, as steps for `related`
# scope: document
others(policy) := [step |
	some closure in array.slice(policy.lockout.closed, 1, count(policy.lockout.closed))
	step := {"at": closure.at, "message": of(policy, closure)}
]

# METADATA
# description: The items as one reads them out, with "and" before the last; "nothing" for none
# scope: document
listing(items) := "nothing" if count(items) == 0

listing(items) := items[0] if count(items) == 1

listing(items) := $"{concat(", ", array.slice(items, 0, count(items) - 1))} and {items[count(items) - 1]}" if {
	count(items) > 1
}

_reach("everyone") := "every principal"

_reach("account") := "every principal of the account"

_reach("others") := "every principal it does not exempt"

_reach("named") := "the principals it names"

default _label(_) := ""

_label(closure) := "; it has no Sid, so RemovePermission can't take it out" if object.get(closure, "unlabelled", false)

default _condition(_, _) := ", without a condition"

_condition(policy, at) := " under a condition" if {
	some statement in policy.statements
	statement.at == at
	count(statement.conditions) > 0
}

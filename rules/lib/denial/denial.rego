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
	condition(policy, closure.at),
	_label(closure),
])

# METADATA
# description: |
#   The statements after the first, each with what it denies, and the exemptions of all of them that lack the
#   path of a declared principal, as steps for `related`
# scope: document
others(policy) := array.concat(
	[step |
		some closure in array.slice(policy.lockout.closed, 1, count(policy.lockout.closed))
		step := {"at": closure.at, "message": of(policy, closure)}
	],
	[step |
		some closure in policy.lockout.closed
		some step in object.get(closure, "misplaced", [])
	],
)

# METADATA
# description: The items as one reads them out, with "and" before the last; "nothing" for none
# scope: document
listing(items) := "nothing" if count(items) == 0

listing(items) := items[0] if count(items) == 1

listing(items) := $"{concat(", ", array.slice(items, 0, count(items) - 1))} and {items[count(items) - 1]}" if {
	count(items) > 1
}

# METADATA
# description: What the statement at a place stands under, by the keys as they are written
# scope: document
condition(policy, at) := $" under a condition on {listing(keys)}" if {
	keys := keys_at(policy, at)
	count(keys) > 0
}

condition(policy, at) := ", without a condition" if count(keys_at(policy, at)) == 0

# METADATA
# description: The condition keys of the statement at a place, in the order of the file, each once
# scope: document
keys_at(policy, at) := [key |
	some index, key in _keys(policy, at)
	not key in array.slice(_keys(policy, at), 0, index)
]

_keys(policy, at) := [key |
	some statement in policy.statements
	statement.at == at
	some entry in statement.conditions
	key := _written(entry)
]

# the last step of the handle is the key as it stands in the file
_written(entry) := replace(replace(steps[count(steps) - 1], "~1", "/"), "~0", "~") if {
	entry.key
	steps := split(entry.at, "/")
	lower(replace(replace(steps[count(steps) - 1], "~1", "/"), "~0", "~")) == entry.key
} else := object.get(entry, "key", "what can't be known")

_reach("everyone") := "every principal"

_reach("account") := "every principal of the account"

_reach("others") := "every principal it does not exempt"

_reach("named") := "the principals it names"

default _label(_) := ""

_label(closure) := "; it has no Sid, and what RemovePermission does with it is undocumented" if {
	object.get(closure, "unlabelled", false)
}

# METADATA
# description: Patterns of the policy language
package rules.lib.pattern

# METADATA
# description: |
#   True when the pattern matches the whole text: `*` stands for any text, `?` for one character, and
#   all else for itself. Case matters.
# scope: document
matches(wildcard, text) if {
	quoted := regex.replace(wildcard, `[.+()|\[\]{}^$\\]`, `\$0`)
	expression := replace(replace(quoted, "*", ".*"), "?", ".")
	regex.match($"(?s)^{expression}$", text)
}

# METADATA
# description: True when the pattern has a wildcard
# scope: document
is_wildcard(text) if regex.match(`[*?]`, text)

# METADATA
# title: Suppression past its date
# description: |
#   The day up to which a suppression was to hold is over, or can't be read. It hides nothing any more: what it was
#   written for is reported again.
# related_resources:
#   - description: latchkey, suppressions
#     ref: https://github.com/latchkey-dev/latchkey/blob/main/docs/suppressions.md
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [maintenance]
#   resources: [suppression/expired]
#   remediation: |
#     Mend what is found. If it is accepted for longer, say so with a new date: `until=YYYY-MM-DD`.
package rules.suppression.expired

findings contains finding if {
	some found in input.suppressions
	found.kind == "expired"
	finding := {
		"message": $"ignore[{concat(", ", found.rules)}] {_fate(found)}, so it hides nothing",
		"at": found.at,
	}
}

_fate(found) := $"ended on {found.detail}" if not found.unclear

_fate(found) := $"has no end that is understood ({found.detail})" if found.unclear

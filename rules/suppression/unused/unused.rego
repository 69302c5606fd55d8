# METADATA
# title: Suppression that hides nothing
# description: |
#   A suppression names rules that find nothing in what it covers. The finding was fixed, or the suppression stands
#   in the wrong place: beside or above a key it covers what is below that key. Left there it would hide the
#   next finding of the kind, which nobody has looked at.
#
#   It is reported only when every rule that it names was asked and left nothing undecided there.
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
#   resources: [suppression/unused]
#   remediation: |
#     Remove it, or move it to the key that the finding points at.
package rules.suppression.unused

findings contains finding if {
	some found in input.suppressions
	found.kind == "unused"
	finding := {
		"message": $"{_name(found)}[{concat(", ", found.rules)}] hides nothing{_why(found)}",
		"at": found.at,
		"label": _label(found),
	}
}

default _name(_) := "ignore"

_name(found) := "ignore-file" if startswith(found.detail, "ignore-file ")

_why(found) := "" if not found.unclear

_why(found) := $": {found.detail}" if found.unclear

_label(found) := "no finding here" if not found.unclear

_label(found) := "in the wrong place" if found.unclear

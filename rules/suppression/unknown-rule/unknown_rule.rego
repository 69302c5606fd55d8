# METADATA
# title: Suppression of a rule that does not exist
# description: |
#   A suppression names no rule, family or tag that latchkey knows, or can't be understood at all. It hides
#   nothing, and the finding it was written for is still there, or was renamed.
# related_resources:
#   - description: latchkey, suppressions
#     ref: https://github.com/latchkey-dev/latchkey/blob/main/docs/suppressions.md
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [maintenance]
#   resources: [suppression/unknown-rule]
#   remediation: |
#     Take the id of the rule from the finding, or from `latchkey rules`; `family/*` names all rules of a family.
package rules.suppression["unknown-rule"]

findings contains finding if {
	some found in input.suppressions
	found.kind == "unknown-rule"
	not found.unclear
	message := $"ignore[{concat(", ", found.rules)}] names no rule that is known"
	finding := object.union({"message": message, "at": found.at}, _nearest(found.detail))
}

findings contains finding if {
	some found in input.suppressions
	found.kind == "unknown-rule"
	found.unclear
	finding := {"message": $"The suppression is not understood, so it hides nothing: {found.detail}", "at": found.at}
}

_nearest(detail) := {"label": $"the nearest that is known is {detail}"} if detail != ""

_nearest("") := {}

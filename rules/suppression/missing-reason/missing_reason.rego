# METADATA
# title: Suppression without a reason
# description: |
#   A suppression asks to leave findings out and does not say why. Nobody can tell later whether it is still right,
#   so it hides nothing until it has a reason.
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
#   resources: [suppression/missing-reason]
#   remediation: |
#     Write why the finding is accepted: `# latchkey: ignore[RULE] reason=...`, or `reason` in the metadata.
package rules.suppression["missing-reason"]

findings contains finding if {
	some found in input.suppressions
	found.kind == "missing-reason"
	finding := {
		"message": $"ignore[{concat(", ", found.rules)}] has no reason, so it hides nothing",
		"at": found.at,
		"label": "no reason=",
	}
}

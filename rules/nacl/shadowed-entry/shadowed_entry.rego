# METADATA
# title: Network ACL entry that never decides
# description: |
#   The entries of a network ACL are asked in the order of their numbers, and the first one that is for a
#   packet decides. This entry is for nothing that another with a lower number is not for as well, so it
#   never has a say. A denial behind a wide allowance lets everything pass; an allowance behind a wide
#   denial opens nothing.
#
#   The finding is of medium severity, and low where both entries do the same. The default ACL of a VPC
#   allows everything by entry 100, so what is added to it behind that number is without effect.
# related_resources:
#   - description: Amazon VPC, network ACL rules and their order
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [diagnosis/nacl/shadowed-entry]
#   remediation: |
#     Give the narrower entry a lower `RuleNumber` than the wider one. Leave gaps between the numbers for
#     entries to come.
package rules.nacl["shadowed-entry"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("nacl/shadowed-entry")
	words := issue.words
	before := $"{words.earlier} ({words.first})"
	message := $"{issue.name} ({words.number}) never {words.does} anything, since {before} comes first{_alike(issue)}"
	finding := diagnosis.finding(issue, _severity(issue), message)
}

_alike(issue) := " and does the same" if issue.variant == "same"

_alike(issue) := "" if not issue.variant

_severity(issue) := "low" if issue.variant == "same"

_severity(issue) := "medium" if not issue.variant

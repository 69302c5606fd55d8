# METADATA
# title: Network ACL entry with a number that is taken
# description: |
#   Two entries for one direction of a network ACL have the same `RuleNumber`, for which there is one place:
#   EC2 refuses the second, and the stack rolls back. IPv4 and IPv6 entries share the numbers; ingress and
#   egress have their own. Numbers go from 1 to 32766.
#
#   Entries that never exist together, by their conditions, may share a number.
# related_resources:
#   - description: Amazon EC2 API, CreateNetworkAclEntry, RuleNumber
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
#   - description: Amazon VPC, network ACL rules and their order
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [diagnosis/nacl/duplicate-rule-number]
#   remediation: |
#     Give each entry of a direction a number of its own between 1 and 32766, in the order in which they are
#     to be asked.
package rules.nacl["duplicate-rule-number"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("nacl/duplicate-rule-number")
	finding := object.union(
		diagnosis.finding(issue, "high", _message(issue)),
		diagnosis.fixed(issue, "take the next number", true),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("nacl/duplicate-rule-number")
}

_message(issue) := message if {
	not issue.variant
	words := issue.words
	message := $"{issue.name} has number {words.number}, which {words.first} has in the {words.direction} of {words.acl}"
}

_message(issue) := message if {
	issue.variant == "range"
	message := $"{issue.name} has number {issue.words.number}, and numbers go from 1 to 32766"
}

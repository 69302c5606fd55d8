# METADATA
# title: Network ACL without entries in a direction
# description: |
#   A network ACL that CloudFormation creates denies everything until entries are added, in each direction
#   by itself. This one is associated with a subnet and has no entry for one direction, so nothing comes in,
#   or nothing goes out. Since ACLs keep no state, the other direction does not work either: no reply gets
#   through.
#
#   Traffic inside a subnet is not looked at by its ACL and goes on working, which hides the mistake.
#
#   The ACL has to be declared. The finding is one level milder where another stack may add entries, as it
#   can to an ACL that is exported.
# related_resources:
#   - description: Amazon VPC, network ACLs deny what no entry allows
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
#   - description: VPC Reachability Analyzer, explanation code SUBNET_ACL_RESTRICTION
#     ref: https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/nacl/empty-direction]
#   remediation: |
#     Add the entries that are missing, as `AWS::EC2::NetworkAclEntry` with `Egress: true` for what goes
#     out. Where the ACL is not meant to narrow a direction, allow all of it (`Protocol: -1`).
package rules.nacl["empty-direction"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("nacl/empty-direction")
	message := $"{issue.name} has {_effects[issue.words.direction]}"
	finding := diagnosis.finding(issue, "high", message)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("nacl/empty-direction")
}

_effects := {
	"in": "no ingress entry, so nothing gets into its subnets",
	"out": "no egress entry, so nothing gets out of its subnets",
	"in or out": "no entries, so nothing gets into its subnets or out of them",
}

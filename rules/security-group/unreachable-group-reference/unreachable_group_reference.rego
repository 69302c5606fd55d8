# METADATA
# title: Reference to a group of an unconnected VPC
# description: |
#   A rule names a security group of another VPC. EC2 knows such a group only where the two VPCs are peered,
#   in one Region, or are attached to a transit gateway with `SecurityGroupReferencingSupport: enable`.
#   Otherwise the rule is refused, or matches nothing.
#
#   Both VPCs have to be declared. The finding is one level milder where another stack may connect them, as
#   it can to a VPC that is exported. Groups that are associated with further VPCs are left alone.
# related_resources:
#   - description: Amazon VPC peering, update security groups to reference groups of the peer
#     ref: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
#   - description: AWS Transit Gateway, security group referencing
#     ref: https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [diagnosis/security-group/unreachable-group-reference]
#   remediation: |
#     Name the addresses of the other VPC in place of the group, or connect the VPCs: by peering, or by a
#     transit gateway that carries references to security groups.
package rules["security-group"]["unreachable-group-reference"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("security-group/unreachable-group-reference")
	message := $"{issue.name} names the group {issue.words.group} of {issue.words.other}, {_why(issue)}"
	finding := diagnosis.finding(issue, "high", message)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("security-group/unreachable-group-reference")
}

_why(issue) := $"which is not connected with {issue.words.vpc}" if not issue.variant

_why(issue) := $"and the transit gateway to it does not carry such references" if {
	issue.variant == "transit"
}

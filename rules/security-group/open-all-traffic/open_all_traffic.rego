# METADATA
# title: All traffic open to the internet
# description: |
#   A security group admits every protocol and every port from any address. Whatever listens on the machine,
#   now or later, can be reached by anybody who has a way to it: databases, agents, services that were meant
#   for the machine itself.
#
#   The finding is one level milder where only load balancers use the group: they answer on the ports of
#   their listeners alone.
#
#   With `IpProtocol: -1` a rule is for everything. `FromPort` and `ToPort` do not count then, so a rule
#   with `-1` and port 443 is open as well. Rules whose blocks are the internet only together, such as
#   `0.0.0.0/1` and `128.0.0.0/1`, count as one.
#
#   A rule of a group has one finding among those about rules that are open to the internet: this one, else
#   `security-group/wide-port-range`, else the one about the services whose ports it holds.
# related_resources:
#   - description: Amazon EC2 API, IpPermission, what -1 stands for and when ports count
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
#   - description: Amazon VPC, security groups and their rules
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 284
#   resources: [diagnosis/security-group/open-all-traffic]
#   remediation: |
#     Admit the ports that clients need, from the addresses or security groups that they have: one rule for
#     each of them, with `tcp` or `udp` for the protocol.
package rules["security-group"]["open-all-traffic"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("security-group/open-all-traffic")
	message := $"{issue.name} admits all traffic from {issue.words.source}"
	finding := object.union(diagnosis.finding(issue, "high", message), {"label": "every protocol and port"})
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("security-group/open-all-traffic")
}

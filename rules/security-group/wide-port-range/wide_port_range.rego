# METADATA
# title: Wide range of ports open to the internet
# description: |
#   A security group admits more than 1000 ports from any address. A range like that is rarely what is
#   listened on; it is there because the ports were not known, and it opens those of services that come
#   later.
#
#   The range of ports above 1023 that passive FTP needs is left alone in a group that admits FTP.
#
#   The finding is of medium severity. It is high where the range holds a port of remote administration, SSH
#   or RDP, and an instance with the group can be reached from the internet, as
#   `security-group/open-remote-admin` would be for that port alone. It is one level milder where only load
#   balancers use the group. That rule and the other ones about single ports leave such a range to this one;
#   `security-group/open-all-traffic` takes rules for every protocol.
# related_resources:
#   - description: Amazon VPC, security groups and best practices for their rules
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
#   - description: Amazon EC2, security group rules for different use cases
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-rules-reference.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 284
#   resources: [diagnosis/security-group/wide-port-range]
#   remediation: |
#     Admit the ports that are listened on, each by a rule of its own. Where the range is needed, as for
#     media streams, name the addresses or the security group it is for.
package rules["security-group"]["wide-port-range"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("security-group/wide-port-range")
	ports := _ports(issue)
	message := $"{issue.name} admits {ports} from {issue.words.source}{_among(issue)}"
	finding := object.union(diagnosis.finding(issue, _severity(issue), message), {"label": "a wide range"})
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("security-group/wide-port-range")
}

_ports(issue) := $"every {issue.words.protocol} port" if issue.variant == "all"

_ports(issue) := $"{issue.words.protocol} ports {issue.words.ports}" if not issue.variant

_among(issue) := $", {issue.words.services} among them" if issue.words.services

_among(issue) := "" if not issue.words.services

_severity(issue) := "high" if issue.words.workload

_severity(issue) := "medium" if not issue.words.workload

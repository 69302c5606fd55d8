# METADATA
# title: Remote administration open to the internet
# description: |
#   A security group admits SSH (TCP port 22) or RDP (TCP port 3389) from any address. Machines that answer
#   there are found within minutes and are tried with passwords, and with every weakness of the server, from
#   then on.
#
#   The finding is high where an instance with the group can be reached: it has a public address, and its
#   subnet a route to an attached internet gateway. It is medium where that is not so, or can't be seen
#   because subnet or route table are not declared: what is private today may get an address tomorrow.
#   Nothing is said about a group that nothing uses and that no other stack can learn of.
#
#   A rule has one finding, whatever number of such ports it holds: databases in the same range are named by
#   this one. A range of more than 1000 ports is left to `security-group/wide-port-range`, and a rule for
#   every protocol to `security-group/open-all-traffic`.
# related_resources:
#   - description: Amazon EC2, security group rules for different use cases, rules to connect to instances
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-rules-reference.html
#   - description: AWS Systems Manager, Session Manager, which needs no open port
#     ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html
#   - description: Amazon EC2, connect through an EC2 Instance Connect Endpoint
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-with-ec2-instance-connect-endpoint.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 284
#   resources: [diagnosis/security-group/open-remote-admin]
#   remediation: |
#     Connect with Session Manager, which needs no inbound rule, or through an EC2 Instance Connect
#     Endpoint, whose security group the rule then names. Where the port has to stay open, name the
#     addresses it is for.
package rules["security-group"]["open-remote-admin"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("security-group/open-remote-admin")
	message := $"{issue.name} admits {issue.words.services} from {issue.words.source}{_reached(issue)}"
	finding := object.union(diagnosis.finding(issue, _severity(issue), message), {"label": "anybody"})
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("security-group/open-remote-admin")
}

_reached(issue) := $", and {issue.words.workload} is on the internet" if issue.words.workload

_reached(issue) := "" if not issue.words.workload

_severity(issue) := "high" if issue.words.workload

_severity(issue) := "medium" if not issue.words.workload

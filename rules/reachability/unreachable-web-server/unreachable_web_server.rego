# METADATA
# title: Web server that nobody on the internet can reach
# description: |
#   This instance means to serve the internet: a security group opens a web port to it, its user data install a web
#   server and start it, or it has a public address and is called a web server, which makes the finding a milder one.
#   But the way from the internet to it is closed, on the ports that its security groups open, or on 80 where they
#   open none but those of SSH and Remote Desktop. The finding lists everything that closes it, since each thing alone
#   is enough, with the codes of VPC Reachability Analyzer:
#
#   - `ENI_SG_RULES_MISMATCH`, `SG_HAS_NO_RULES`: no security group rule admits anybody on a web port;
#   - `SG_REFERENCES_NOT_PRESERVED`: the rules admit members of a security group only, which clients on the internet
#     never are;
#   - `IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS`: the instance has no public address;
#   - `NO_ROUTE_TO_DESTINATION`: the route table of its subnet, or the VPC's main one, has no route to an internet
#     gateway;
#   - `IGW_NOT_ATTACHED`: the internet gateway of the route is not attached to the VPC;
#   - `SUBNET_ACL_RESTRICTION`: the network ACL of the subnet keeps requests or replies back.
#
#   Targets of load balancers, accelerators and distributions, instances and subnets that are private by name or tag,
#   and subnets behind network appliances are left out.
# related_resources:
#   - description: VPC Reachability Analyzer, explanation codes
#     ref: https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
#   - description: Amazon VPC, access to the internet by an internet gateway
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/reachability/unreachable-web-server]
#   remediation: |
#     Mend each blocker: a route for `0.0.0.0/0` to an internet gateway that is attached, a public address by
#     `AssociatePublicIpAddress`, `MapPublicIpOnLaunch` or an Elastic IP, a security group rule for the web port, and
#     network ACL entries for requests in and replies (1024-65535) out. Where the instance is to be private, say so in
#     its name, or put it behind a load balancer.
package rules.reachability["unreachable-web-server"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("reachability/unreachable-web-server")
	message := $"{issue.name} can't be reached from the internet on {issue.words.traffic}: {issue.words.reasons}"
	finding := object.union(
		diagnosis.finding(issue, issue.words.severity, message),
		diagnosis.fixed(issue, _title(issue), false),
	)
}

_title(issue) := "give instances in the subnet a public address" if {
	"IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS" in issue.codes
} else := "admit the internet on port 80"

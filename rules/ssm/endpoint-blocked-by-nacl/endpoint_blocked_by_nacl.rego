# METADATA
# title: Network ACL between instances and Systems Manager
# description: |
#   A network ACL keeps no state: between two subnets the call to TCP port 443 has to pass out of one
#   and into the other, and the answer to ports from 1024 on has to pass back through both. One of the
#   four does not pass, for every subnet of the endpoint, so that the agent does not reach it. A network
#   ACL of one's own denies everything until it has entries.
#
#   It is asked of instances that are meant to be managed by Systems Manager and surely do not reach the
#   internet: their VPC, subnet and route table are declared, and nothing leads to a network that is
#   not. Inside one subnet no network ACL is asked, and a network ACL or an entry that is not known
#   keeps it silent.
# related_resources:
#   - description: Amazon VPC, network ACLs
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
#   - description: AWS Systems Manager, the VPC endpoints that instances need
#     ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/ssm/endpoint-blocked-by-nacl]
#   remediation: |
#     Add entries to the network ACLs that allow TCP port 443 from the subnets of the instances to those
#     of the endpoint, and TCP ports 1024 to 65535 back.
package rules.ssm["endpoint-blocked-by-nacl"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("ssm/endpoint-blocked-by-nacl")
	finding := object.union_n([
		diagnosis.finding(issue, "high", _message(issue)),
		diagnosis.fixed(issue, "let HTTPS pass", false),
		{"label": "keeps 443/tcp or its answer back"},
	])
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("ssm/endpoint-blocked-by-nacl")
}

_message(issue) := $"{issue.words.reason}, which keeps {issue.words.workloads} from {issue.words.services}"

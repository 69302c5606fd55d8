# METADATA
# title: Database port open to the internet
# description: |
#   A security group admits the port of a database, a cache or an administration interface from any address:
#   MySQL, PostgreSQL, SQL Server, Oracle Database, Redshift, Redis, Memcached, MongoDB, Cassandra, CouchDB,
#   OpenSearch, etcd or the Docker API. These are made for clients in the same network; some ask for no
#   password at all, and none expects to be tried by everybody.
#
#   The clients of a database are few and known, so the rule does not ask whether the internet reaches it
#   today. It leaves alone a group that only internal load balancers have.
#
#   A rule has one finding, whatever number of such ports it holds. One that admits SSH or RDP, too, is left
#   to `security-group/open-remote-admin`, a range of more than 1000 ports to
#   `security-group/wide-port-range`, and a rule for every protocol to `security-group/open-all-traffic`.
# related_resources:
#   - description: Amazon RDS, access to a DB instance by security groups
#     ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html
#   - description: Amazon EC2, security group rules for different use cases, database server rules
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-rules-reference.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 284
#   resources: [diagnosis/security-group/open-database-port]
#   remediation: |
#     Name the security group of the clients as the source, by `SourceSecurityGroupId`, in place of every
#     address.
package rules["security-group"]["open-database-port"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("security-group/open-database-port")
	message := $"{issue.name} admits {issue.words.services} from {issue.words.source}"
	finding := object.union(diagnosis.finding(issue, "high", message), {"label": "anybody"})
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("security-group/open-database-port")
}

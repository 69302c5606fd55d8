# METADATA
# title: Query log that no VPC uses
# description: |
#   A configuration for Route 53 Resolver query logging logs nothing until it is associated with a VPC, and no
#   association names this one. The logs that somebody will look for stay empty.
# related_resources:
#   - description: Amazon Route 53, Resolver query logging
#     ref: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [logging]
#   resources: [diagnosis/dns/unassociated-query-log]
#   remediation: |
#     Add an `AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation` for each VPC whose queries are to be
#     logged.
package rules.dns["unassociated-query-log"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("dns/unassociated-query-log")
	finding := diagnosis.finding(issue, "medium", $"{issue.name} logs the queries of no VPC")
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("dns/unassociated-query-log")
}

# METADATA
# title: Two query logs of one VPC to one sort of destination
# description: |
#   A VPC may log its DNS queries to one S3 bucket, one log group and one Firehose stream. A second association
#   with a destination of the same sort fails with `RSLVR-01306`, and the stack rolls back.
# related_resources:
#   - description: Amazon Route 53, errors of Resolver query logging
#     ref: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs.html
#   - description: Amazon Route 53 API, AssociateResolverQueryLogConfig
#     ref: https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_AssociateResolverQueryLogConfig.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/dns/duplicate-query-log]
#   remediation: |
#     Drop one of the two associations, or log to another sort of destination.
package rules.dns["duplicate-query-log"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("dns/duplicate-query-log")
	message := $"{issue.name} is a second query log of one VPC to a {issue.words.sort}, beside {issue.words.other}"
	finding := diagnosis.finding(issue, "high", message)
}

# METADATA
# title: Bucket of query logs that goes with its stack
# description: |
#   Route 53 Resolver logs DNS queries to this bucket, and the bucket is deleted with its stack, or when it is
#   taken out of the template. From then on the query logging of every VPC that uses it fails (`RSLVR-00200`),
#   and the logs that were kept as evidence are gone, or stand in the way of the deletion.
# related_resources:
#   - description: Amazon Route 53, Resolver query logging and its destinations
#     ref: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs.html
#   - description: AWS CloudFormation, the DeletionPolicy attribute
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [logging]
#   resources: [diagnosis/dns/fragile-query-log-bucket]
#   remediation: |
#     Set `DeletionPolicy: Retain` on the bucket, and `UpdateReplacePolicy: Retain` beside it.
package rules.dns["fragile-query-log-bucket"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("dns/fragile-query-log-bucket")
	message := $"{issue.name} takes the query logs of {issue.words.config} and is deleted with its stack"
	finding := object.union(
		diagnosis.finding(issue, "medium", message),
		diagnosis.fixed(issue, "keep the bucket", true),
	)
}

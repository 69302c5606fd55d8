# METADATA
# title: Load balancer without access logs
# description: |
#   This load balancer faces the internet and keeps no access logs, which is the default. Who asked for what, and
#   when, can't be told afterwards, neither after a break-in nor when clients see errors.
# related_resources:
#   - description: Application Load Balancers, access logs
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
#   - description: Network Load Balancers, access logs, which are for TLS listeners
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [logging]
#   cwe: 778
#   resources: [diagnosis/load-balancer/missing-access-logs]
#   remediation: |
#     Set the attributes `access_logs.s3.enabled` to `true` and `access_logs.s3.bucket` to a bucket whose policy lets
#     Elastic Load Balancing write; for a Classic Load Balancer set `AccessLoggingPolicy`.
package rules["load-balancer"]["missing-access-logs"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("load-balancer/missing-access-logs")
	message := $"{issue.name} faces the internet and keeps no access logs"
	finding := diagnosis.finding(issue, "low", message)
}

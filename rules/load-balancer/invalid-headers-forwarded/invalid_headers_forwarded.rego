# METADATA
# title: Invalid HTTP headers that are passed on
# description: |
#   An Application Load Balancer passes header fields whose names RFC 9110 does not allow on to its targets,
#   unless it is told to drop them. Servers read such fields differently, which request smuggling and ways
#   around access checks in front of an application live on.
# related_resources:
#   - description: Application Load Balancers, load balancer attributes
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#load-balancer-attributes
#   - description: AWS Security Hub, control ELB.4
#     ref: https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 444
#   resources: [diagnosis/load-balancer/invalid-headers-forwarded]
#   remediation: |
#     Set the load balancer attribute `routing.http.drop_invalid_header_fields.enabled` to `true`.
package rules["load-balancer"]["invalid-headers-forwarded"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("load-balancer/invalid-headers-forwarded")
	message := $"{issue.name} passes invalid HTTP header fields on to its targets"
	finding := object.union(
		diagnosis.finding(issue, "low", message),
		diagnosis.fixed(issue, "drop invalid header fields", false),
	)
}

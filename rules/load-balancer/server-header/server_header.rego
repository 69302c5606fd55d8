# METADATA
# title: Server header in responses
# description: |
#   The responses of this listener have a header `Server`, which tells everybody on the internet by what kind of
#   server they are answered. That is one thing less to find out for those who look for hosts with a certain
#   weakness.
# related_resources:
#   - description: Application Load Balancers, HTTP header modification
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html
#   - description: Elastic Load Balancing API, ListenerAttribute
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 200
#   resources: [diagnosis/load-balancer/server-header]
#   remediation: |
#     Set the listener attribute `routing.http.response.server.enabled` to `false`.
package rules["load-balancer"]["server-header"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("load-balancer/server-header")
	message := $"{issue.name} tells clients in each response what server answers them"
	finding := object.union(
		diagnosis.finding(issue, "low", message),
		diagnosis.fixed(issue, "leave the header Server out", true),
	)
}

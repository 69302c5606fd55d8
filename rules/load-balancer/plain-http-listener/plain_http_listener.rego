# METADATA
# title: Plain HTTP from the internet
# description: |
#   An Application Load Balancer at the internet takes requests by plain HTTP on this listener and hands them to
#   its targets. Whoever is on the way reads and changes what clients and server send each other: passwords,
#   session cookies and pages.
# related_resources:
#   - description: Application Load Balancers, redirect actions
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html#redirect-actions
#   - description: Application Load Balancers, HTTPS listeners
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 319
#   resources: [diagnosis/load-balancer/plain-http-listener]
#   remediation: |
#     Add an HTTPS listener with a certificate, and have this one redirect to it by an action of the type
#     `redirect` with `Protocol: HTTPS`.
package rules["load-balancer"]["plain-http-listener"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("load-balancer/plain-http-listener")
	message := $"{issue.name} forwards plain HTTP that comes from the internet to {issue.words.balancer}"
	finding := object.union(
		diagnosis.finding(issue, "medium", message),
		diagnosis.fixed(issue, "redirect to the HTTPS listener", false),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("load-balancer/plain-http-listener")
}

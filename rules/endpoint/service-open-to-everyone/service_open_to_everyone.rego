# METADATA
# title: Endpoint service that anybody in AWS may use
# description: |
#   An endpoint service lends what stands behind its load balancer to other VPCs. Every AWS principal may
#   connect to this one, and no connection has to be accepted: whoever learns its name has a way in, from any
#   account.
# related_resources:
#   - description: AWS PrivateLink, permissions of endpoint services
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html#add-remove-permissions
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 284
#   resources: [diagnosis/endpoint/service-open-to-everyone]
#   remediation: |
#     Set `AcceptanceRequired: true`, or list the accounts, users and roles that are to connect in
#     `AllowedPrincipals` in place of `*`.
package rules.endpoint["service-open-to-everyone"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("endpoint/service-open-to-everyone")
	message := $"{issue.name} takes connections of every principal without acceptance"
	finding := object.union(
		diagnosis.finding(issue, "high", message),
		diagnosis.fixed(issue, "require acceptance", false),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("endpoint/service-open-to-everyone")
}

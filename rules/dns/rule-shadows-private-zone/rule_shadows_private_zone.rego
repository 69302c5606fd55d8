# METADATA
# title: Forwarding rule that takes names from a private zone
# description: |
#   In this VPC a private hosted zone, or an endpoint with private DNS, answers for names that a forwarding rule
#   sends to other servers. For one name the rule comes before the zone, and of several names the most specific
#   one counts. So the records of the zone are never found from this VPC, and the other servers, which do not
#   know them, are asked instead.
# related_resources:
#   - description: Amazon Route 53, which rule a query matches
#     ref: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-forward-vpc-to-network-domain-name-matches.html
#   - description: Amazon Route 53, private hosted zones and Resolver rules for the same name
#     ref: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/dns/rule-shadows-private-zone]
#   remediation: |
#     Forward a name that the zone has no records under, or give the name of the zone back to the resolver of the
#     VPC with a rule of the type `SYSTEM`.
package rules.dns["rule-shadows-private-zone"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("dns/rule-shadows-private-zone")
	words := issue.words
	message := $"{issue.name} forwards {words.domain}, for which the {words.what} {words.owner} answers in the same VPC"
	finding := diagnosis.finding(issue, "medium", message)
}

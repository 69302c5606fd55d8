# METADATA
# title: Interface endpoint with two subnets in one zone
# description: |
#   An interface endpoint takes one subnet in each Availability Zone. Where two of its subnets stand in one
#   zone, AWS refuses to create it, and the stack rolls back.
# related_resources:
#   - description: AWS PrivateLink, create an interface endpoint, one subnet for each Availability Zone
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/endpoint/two-subnets-in-one-zone]
#   remediation: |
#     Keep one subnet of each Availability Zone in `SubnetIds`. The endpoint serves the whole VPC, also from
#     subnets and zones that it has no interface in.
package rules.endpoint["two-subnets-in-one-zone"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("endpoint/two-subnets-in-one-zone")
	words := issue.words
	message := $"{issue.name} names {words.subnet} beside {words.other}, which stands in the same zone"
	finding := object.union(diagnosis.finding(issue, "high", message), {"label": "a second subnet of one zone"})
}

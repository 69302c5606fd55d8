# METADATA
# title: Egress rules without the list of a gateway endpoint
# description: |
#   A gateway endpoint changes the route of packets to Amazon S3 or DynamoDB, not their addresses, which are
#   public ones. A security group whose egress rules name private addresses or other groups alone drops them,
#   even in a subnet that has a route to the endpoint. The role of a workload in this group allows actions of
#   the service, whose calls time out.
#
#   It is not asked where a rule names a prefix list that is not declared, which may well be the right one, or
#   any public address.
# related_resources:
#   - description: AWS PrivateLink, gateway endpoints, security groups
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
#   - description: Amazon VPC, AWS-managed prefix lists
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/endpoint/egress-without-prefix-list]
#   remediation: |
#     Add an egress rule for TCP 443 with `DestinationPrefixListId`, the id of the prefix list of the service in
#     the Region, such as `com.amazonaws.eu-west-1.s3`. No attribute of the endpoint gives it: it is a parameter
#     of the template.
package rules.endpoint["egress-without-prefix-list"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("endpoint/egress-without-prefix-list")
	message := concat("", [
		$"{issue.name} lets nothing out to {issue.words.service}, ",
		$"which {issue.words.client} reaches through gateway endpoint {issue.words.endpoint}",
	])
	finding := object.union_n([
		diagnosis.finding(issue, "medium", message),
		diagnosis.fixed(issue, $"let HTTPS out to the prefix list of {issue.words.service}", false),
		{"label": "no rule for the prefix list"},
	])
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("endpoint/egress-without-prefix-list")
}

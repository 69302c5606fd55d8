# METADATA
# title: Router that drops what is not its own
# description: |
#   A route leads to an instance or a network interface whose source/destination check is on, as it is by default.
#   EC2 drops all traffic there that is not from or to its own addresses, so nothing is forwarded.
# related_resources:
#   - description: Amazon EC2, source/destination checking
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html
#   - description: Amazon VPC, NAT instances, disable source/destination checks
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/routing/source-dest-check-on-router]
#   remediation: |
#     Set `SourceDestCheck: false` on the instance or the network interface that routes lead to.
package rules.routing["source-dest-check-on-router"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/source-dest-check-on-router")
	message := $"{issue.name} drops what {issue.words.route} sends to it for {issue.words.destination}, {_cause}"
	finding := object.union(
		diagnosis.finding(issue, "high", message),
		diagnosis.fixed(issue, "turn the check off", true),
	)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/source-dest-check-on-router")
}

_cause := "since its source/destination check is on"

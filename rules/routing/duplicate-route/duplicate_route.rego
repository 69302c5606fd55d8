# METADATA
# title: Two routes for one destination
# description: |
#   A route table holds one route for each destination. AWS refuses the second one with `RouteAlreadyExists`, and the
#   stack rolls back. Blocks that differ only in bits behind the prefix are the same destination.
# related_resources:
#   - description: Amazon EC2 API, CreateRoute
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/routing/duplicate-route]
#   remediation: |
#     Remove one of the routes, or give them conditions of which only one can be true.
package rules.routing["duplicate-route"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("routing/duplicate-route")
	message := $"{issue.name} repeats the destination{_which(issue)} of {issue.words.first} in {issue.words.table}"
	finding := diagnosis.finding(issue, "high", message)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("routing/duplicate-route")
}

_which(issue) := $" {issue.words.destination}" if issue.words.destination

_which(issue) := "" if not issue.words.destination

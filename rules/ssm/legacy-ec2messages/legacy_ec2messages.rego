# METADATA
# title: Endpoint for ec2messages that does not exist or is missing
# description: |
#   `ec2messages` is what the SSM agent used for Run Command before version 3.3.40 of February 2024;
#   since then it uses `ssmmessages`. AWS Regions that were launched in 2024 or later do not have it, so
#   an endpoint for it there can't be created, and the stack rolls back.
#
#   That it is missing is said only of an instance whose metadata declares an old agent, as below, and
#   only in older Regions, where the service exists.
#
#       Metadata:
#         latchkey: {legacy_agent: true}
# related_resources:
#   - description: AWS Systems Manager, what the agent uses ssmmessages and ec2messages for
#     ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/ssm/legacy-ec2messages]
#   remediation: |
#     Remove the endpoint: the agent does without it. For an agent older than 3.3.40 upgrade the agent,
#     or add an interface endpoint for `ec2messages` in a Region that has it.
package rules.ssm["legacy-ec2messages"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("ssm/legacy-ec2messages")
	issue.variant == "unsupported"
	message := $"{issue.name} is an endpoint for ec2messages, which {issue.words.region} does not have"
	finding := object.union(
		diagnosis.finding(issue, "medium", message),
		diagnosis.fixed(issue, "remove the endpoint", false),
	)
}

findings contains finding if {
	some issue in diagnosis.issues("ssm/legacy-ec2messages")
	issue.variant == "missing"
	message := concat("", [
		$"{issue.name} has no interface endpoint for ec2messages, ",
		$"which the old agent of {issue.words.workload} needs",
	])
	finding := diagnosis.finding(issue, "low", message)
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("ssm/legacy-ec2messages")
}

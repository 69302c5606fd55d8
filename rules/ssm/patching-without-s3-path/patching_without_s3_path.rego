# METADATA
# title: Patching without a way to Amazon S3
# description: |
#   An association or a maintenance window runs `AWS-RunPatchBaseline` or `AWS-UpdateSSMAgent` on an
#   instance. Both take files from buckets of AWS in Amazon S3: the snapshot of the patch baseline, and
#   the new agent. The instance does not reach the internet, and neither an interface endpoint nor a
#   gateway endpoint that its route tables lead to serves Amazon S3, so the work fails on every run.
#
#   It is asked of instances that are meant to be managed by Systems Manager and surely do not reach the
#   internet: their VPC, subnet and route table are declared, and nothing leads to a network that is
#   not.
# related_resources:
#   - description: AWS Systems Manager, SSM Agent communications with AWS managed S3 buckets
#     ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html
#   - description: AWS PrivateLink, gateway endpoints for Amazon S3
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/ssm/patching-without-s3-path]
#   remediation: |
#     Add a gateway endpoint for `s3`, which costs nothing, with the route tables of the instances in
#     `RouteTableIds`. Packages from the repositories of a distribution need a way to those as well.
package rules.ssm["patching-without-s3-path"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("ssm/patching-without-s3-path")
	finding := object.union_n([
		diagnosis.finding(issue, "medium", _message(issue)),
		diagnosis.fixed(issue, "lead the route tables to an endpoint for s3", false),
		{"label": "no way to s3"},
	])
}

undecided contains doubt if {
	some doubt in diagnosis.doubts("ssm/patching-without-s3-path")
}

_message(issue) := concat("", [
	$"{issue.name} has no endpoint for s3, ",
	$"which keeps {issue.words.workloads} from patch baselines and newer agents",
]) if {
	not issue.variant
}

_message(issue) := concat("", [
	$"{issue.name} leaves out a route table of {issue.words.workloads}, ",
	"whose patch baselines and newer agents come from s3",
]) if {
	issue.variant == "endpoint"
}

# METADATA
# title: Private key that the template or the stack shows
# description: |
#   A server certificate for IAM gets its private key out of the text of the template, or from a parameter without
#   `NoEcho`, which CloudFormation shows in the console and by `DescribeStacks`. Whoever may read either has the
#   key, and can pass for the server and read what it says.
# related_resources:
#   - description: AWS CloudFormation, do not embed credentials in templates
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds
#   - description: AWS Identity and Access Management, managing server certificates
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [exposure]
#   cwe: 798
#   resources: [diagnosis/load-balancer/private-key-in-template]
#   remediation: |
#     Take the certificate from AWS Certificate Manager or AWS Private CA. Where it has to be one of IAM, read the key
#     from Secrets Manager by a dynamic reference, `{{resolve:secretsmanager:...}}`. A key that was in a template is
#     to be replaced.
package rules["load-balancer"]["private-key-in-template"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("load-balancer/private-key-in-template")
	finding := diagnosis.finding(issue, "high", _message(issue))
}

_message(issue) := $"{issue.name} has its private key in the template" if not issue.variant

_message(issue) := concat("", [
	$"{issue.name} takes its private key from the parameter {issue.words.parameter}, ",
	"which the stack shows",
]) if {
	issue.variant == "parameter"
}

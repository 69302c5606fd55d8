# METADATA
# title: Template or policy that does not parse
# description: |
#   The file is recognised as a CloudFormation template or an AWS policy document, but its text is
#   not valid YAML or JSON, or one of its sections has the wrong shape. CloudFormation and IAM refuse
#   such a file, and nothing else in it can be checked. So it is reported whatever `--select` chooses, unless
#   `--ignore` names it.
# related_resources:
#   - description: CloudFormation template format
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
#   - description: Grammar of the IAM JSON policy language
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   remediation: |
#     Mend the text at the marked place. In YAML most such errors come from indentation, from a tab,
#     or from a plain value that starts with a special character and needs quotes.
package rules.syntax["invalid-document"]

findings contains finding if {
	some file in input.files
	some problem in file.problems

	finding := {
		"message": $"{_base(file.name)} is not valid: {problem.message}",
		"at": problem.at,
	}
}

# the name of a file without its folders
_base(name) := parts[count(parts) - 1] if parts := split(name, "/")

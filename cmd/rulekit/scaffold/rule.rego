# METADATA
# title: TODO say what is wrong in at most 60 characters
# description: |
#   TODO say what the rule finds and why it matters, for someone who has just been told off by it.
# related_resources:
#   - description: TODO name the page that states the fact
#     ref: https://docs.aws.amazon.com/TODO
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   resources: ["AWS::TODO::TODO"]
#   remediation: |
#     TODO say what to change.
package rules["FAMILY"]["NAME"]

findings contains finding if {
	some id in input.by_type["AWS::TODO::TODO"]
	resource := input.resources[id]
	resource.properties.TODO == "TODO"

	finding := {
		"message": $"{resource.name} TODO",
		"at": $"{resource.at}/Properties/TODO",
	}
}

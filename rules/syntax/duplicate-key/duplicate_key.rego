# METADATA
# title: Key that stands twice in one mapping
# description: |
#   A mapping holds the same key more than once. In a template CloudFormation takes the last one and says nothing,
#   so whatever the earlier ones set is lost: a statement, a security group rule, a whole resource.
#   Where all of them have the same value, nothing is lost today, but the next edit of the wrong one
#   will have no effect. In a policy document of its own it is an error: IAM refuses the policy.
# related_resources:
#   - description: YAML 1.2.2, section 3.2.1.3, keys of a mapping are unique
#     ref: https://yaml.org/spec/1.2.2/#3213-node-comparison
#   - description: RFC 8259, section 4, behaviour is unpredictable when names repeat
#     ref: https://www.rfc-editor.org/rfc/rfc8259#section-4
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   cwe: 694
#   remediation: |
#     Keep one of the keys. Where both values are meant, merge them, or give one of them a name of
#     its own.
package rules.syntax["duplicate-key"]

findings contains finding if {
	some file in input.files
	some duplicate in file.duplicates
	last := count(duplicate.occurrences) - 1
	fate := _fate(file.kind, duplicate.same)

	finding := {
		"message": $"{duplicate.key} is repeated in one {fate.noun}{fate.loss}",
		"at": duplicate.occurrences[last],
		"label": fate.last,
		"severity": fate.severity,
		"related": [step |
			some at in array.slice(duplicate.occurrences, 0, last)
			step := {"at": at, "message": fate.earlier}
		],
	}
}

# IAM refuses a policy in which a key is repeated; CloudFormation takes the last one
_fate("policy", _) := {
	"noun": "object",
	"loss": ", which IAM refuses",
	"last": "the same key again",
	"earlier": "here first",
	"severity": "high",
}

_fate("template", true) := {
	"noun": "mapping",
	"loss": ", each time with the same value",
	"last": "this one is in force",
	"earlier": "same value",
	"severity": "medium",
}

_fate("template", false) := {
	"noun": "mapping",
	"loss": " and only its last value is used",
	"last": "this one is in force",
	"earlier": "this value is lost",
	"severity": "high",
}

# METADATA
# title: Default of a variable without quotes
# description: |
#   The text that stands for an absent key is written in single quotes: `${aws:PrincipalTag/team,
#   'none'}`. AWS refuses the document, so that the deployment fails.
# related_resources:
#   - description: IAM Access Analyzer, policy check reference
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-missing-quote-in-variable
#   - description: IAM User Guide, policy variables
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [policy/missing-quote-in-variable]
#   remediation: |
#     Put the text in single quotes.
package rules.policy["missing-quote-in-variable"]

import data.rules.lib.issue

findings contains finding if {
	some found in issue.coded("missing-quote-in-variable")
	message := $"{found.name} has the policy variable {found.subject}, whose default is not in single quotes"
	finding := issue.finding(found, message)
}

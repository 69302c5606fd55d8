package rules.lockout["conditional-recovery_test"]

import data.rules.lockout["conditional-recovery"] as rule

test_names_the_principal_and_what_it_needs if {
	found := rule.findings with input as _document({})

	found == {{
		"message": "DataPolicy lets no IAM principal but those it exempts edit or remove this bucket policy again",
		"at": "app.yaml#/Statement/0",
		"label": "denies s3:PutBucketPolicy to every principal it does not exempt, without a condition",
		"related": [],
		"notes": [
			{"label": "way back", "text": concat("\n", [
				"arn:aws:iam::111122223333:user/alice, with s3:PutBucketPolicy:",
				"aws s3api put-bucket-policy --bucket <bucket> --policy file://policy.json",
			])},
			{"label": "only if", "text": "the principal exists"},
		],
		"properties": {"facts": [{"kind": "principal", "value": "alice", "fact": "the principal exists"}]},
	}}
}

test_says_what_everyone_needs if {
	escape := {"principal": "any IAM principal of the account", "context": "the session begins with MFA"}

	found := rule.findings with input as _document({"lockout": object.union(_policy.lockout, {"escape": escape})})

	some finding in found
	finding.message == concat(" ", [
		"DataPolicy lets nobody edit or remove this bucket policy again",
		"unless the session begins with MFA",
	])
}

test_points_at_the_statement_that_allows if {
	lockout := object.union(_policy.lockout, {"core": [], "closed": [], "granted": ["app.yaml#/Statement/0"]})

	found := rule.findings with input as _document({"lockout": lockout})

	some finding in found
	finding.at == "app.yaml#/Statement/0"
	finding.label == "is all that allows a principal of the account to edit it"
	contains(finding.message, "those it allows")
}

test_stays_silent[note] if {
	some note, override in {
		"someone can edit the policy": {"lockout": {"verdict": "none"}},
		"there is no way back": {"lockout": {"verdict": "root-only"}},
		"it can't be decided": {"lockout": {"verdict": "undecided"}},
		"nothing was proved": {"lockout": null},
	}

	found := rule.findings with input as _document(override)

	found == set()
}

# a document with one policy that the rule reports; each test overrides only what it is about
_document(override) := {"policies": [object.union(object.remove(_policy, object.keys(override)), override)]}

_policy := {
	"name": "DataPolicy",
	"noun": "bucket policy",
	"service": "s3",
	"statements": [{"at": "app.yaml#/Statement/0"}],
	"lockout": {
		"verdict": "conditional",
		"core": ["app.yaml#/Statement/0"],
		"closed": [{"at": "app.yaml#/Statement/0", "actions": ["s3:PutBucketPolicy"], "to": "others"}],
		"escape": {
			"principal": "arn:aws:iam::111122223333:user/alice",
			"action": "s3:PutBucketPolicy",
			"context": "the principal exists",
			"facts": [{"kind": "principal", "value": "alice", "fact": "the principal exists"}],
		},
	},
}

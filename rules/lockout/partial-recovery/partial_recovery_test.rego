package rules.lockout["partial-recovery_test"]

import data.rules.lockout["partial-recovery"] as rule

test_points_at_the_statement_and_shows_the_way_back if {
	found := rule.findings with input as _document({})

	found == {{
		"message": "DataPolicy lets IAM principals remove this bucket policy but no longer edit it",
		"at": "app.yaml#/Statement/0",
		"label": "denies s3:PutBucketPolicy to every principal, without a condition",
		"related": [],
		"notes": [{
			"label": "way back",
			"text": concat("\n", [
				"any IAM principal of the account, with s3:DeleteBucketPolicy:",
				"aws s3api delete-bucket-policy --bucket <bucket>",
			]),
		}],
	}}
}

test_stays_silent[note] if {
	some note, override in {
		"someone can edit the policy": {"lockout": {"verdict": "none"}},
		"nobody can remove the policy": {"lockout": {"verdict": "root-only"}},
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
		"verdict": "partial",
		"core": ["app.yaml#/Statement/0"],
		"closed": [{"at": "app.yaml#/Statement/0", "actions": ["s3:PutBucketPolicy"], "to": "everyone"}],
		"removals": [],
		"escape": {"principal": "any IAM principal of the account", "action": "s3:DeleteBucketPolicy"},
	},
}

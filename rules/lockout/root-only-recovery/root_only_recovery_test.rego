package rules.lockout["root-only-recovery_test"]

import data.rules.lockout["root-only-recovery"] as rule

test_points_at_the_statements_and_shows_the_way_back if {
	found := rule.findings with input as _document({})

	found == {{
		"message": "DataPolicy lets no IAM principal edit or remove this bucket policy again",
		"at": "app.yaml#/Statement/0",
		"label": "denies s3:PutBucketPolicy to every principal, without a condition",
		"related": [{
			"at": "app.yaml#/Statement/2",
			"message": "denies s3:DeleteBucketPolicy to every principal of the account, without a condition",
		}],
		"notes": [{"label": "way back", "text": concat("\n", [
			"only the account's root user; for a member account:",
			concat(" ", [
				"aws sts assume-root --region us-east-1 --target-principal 111122223333",
				"--task-policy-arn arn=arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy",
				"--duration-seconds 900",
			]),
			"then, with the credentials that this prints:",
			"aws s3api delete-bucket-policy --bucket b",
			"(with centralized root access; a management or standalone account needs its root user to sign in)",
		])}],
	}}
}

test_names_the_queue_that_is_locked_among_several if {
	lockout := object.union(_policy.lockout, {"affected": ["Jobs"]})

	found := rule.findings with input as _document({"lockout": lockout})

	some finding in found
	finding.notes[0] == {"label": "affects", "text": "Jobs, not the others that share the policy"}
}

test_points_at_the_policy_where_nothing_is_denied if {
	lockout := object.union(_policy.lockout, {"core": [], "closed": []})

	found := rule.findings with input as _document({"lockout": lockout, "at": "app.yaml#/Policy"})

	some finding in found
	finding.at == "app.yaml#/Policy"
	finding.label == "allows no IAM principal of the account to edit it, which identity policies alone can't"
}

test_stays_silent[note] if {
	some note, override in {
		"someone can edit the policy": {"lockout": {"verdict": "none"}},
		"someone can remove the policy": {"lockout": {"verdict": "partial"}},
		"it can't be decided": {"lockout": {"verdict": "undecided"}},
		"the service refuses the policy": {"lockout": {"verdict": "rejected"}},
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
	"statements": [{"at": "app.yaml#/Statement/0"}, {"at": "app.yaml#/Statement/2"}],
	"lockout": {
		"verdict": "root-only",
		"core": ["app.yaml#/Statement/0", "app.yaml#/Statement/2"],
		"closed": [
			{"at": "app.yaml#/Statement/0", "actions": ["s3:PutBucketPolicy"], "to": "everyone"},
			{"at": "app.yaml#/Statement/2", "actions": ["s3:DeleteBucketPolicy"], "to": "account"},
		],
		"on": {"name": "b", "partition": "aws", "region": "us-east-1", "account": "111122223333"},
		"affected": [],
		"unlock": "S3UnlockBucketPolicy",
		"root": ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"],
	},
}

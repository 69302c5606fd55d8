package rules.lib.recovery_test

import data.rules.lib.recovery

test_by_root_prints_the_commands_for_a_queue if {
	lines := split(recovery.by_root(_queue({"on": _place})), "\n")

	lines[1] == concat(" ", [
		"aws sts assume-root --region us-gov-west-1 --target-principal 111122223333",
		"--task-policy-arn arn=arn:aws-us-gov:iam::aws:policy/root-task/SQSUnlockQueuePolicy",
		"--duration-seconds 900",
	])
	lines[3] == $"aws sqs set-queue-attributes --queue-url {_place.url} --attributes Policy="
}

test_by_root_prints_the_commands_for_a_bucket if {
	lines := split(recovery.by_root(_bucket), "\n")

	contains(lines[1], " arn=arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy ")
	lines[3] == "aws s3api delete-bucket-policy --bucket b"
}

test_by_root_leaves_open_what_is_not_known if {
	text := recovery.by_root(_queue({}))

	every placeholder in ["--region <region> ", "--target-principal <account> ", "--queue-url <queue URL> "] {
		contains(text, placeholder)
	}
}

test_by_root_without_a_task_policy[note] if {
	some note, example in {
		"the service spares the root user": {"root": ["dynamodb:DeleteResourcePolicy"], "want": [
			"only the account's root user, who has to sign in, with dynamodb:DeleteResourcePolicy:",
			"aws dynamodb delete-resource-policy --resource-arn <table ARN>",
			"(sts:AssumeRoot has no task policy for it)",
		]},
		"the policy spares the root user": {"root": [], "want": [
			"only the account's root user, whom the policy spares and who has to sign in",
			"(sts:AssumeRoot has no task policy for it)",
		]},
	}
	policy := {"service": "dynamodb", "noun": "table policy", "lockout": {"root": example.root}}

	recovery.by_root(policy) == concat("\n", example.want)
}

test_by_support_says_what_can_be_given_up[note] if {
	some note, example in {
		"the resource can be deleted": {"destroy": ["sns:DeleteTopic"], "want": concat("\n", [
			"only AWS Support, which the account's root user has to ask",
			"(or give the topic up with all that is in it: sns:DeleteTopic is still open)",
		])},
		"it can't": {"destroy": [], "want": "only AWS Support, which the account's root user has to ask"},
	}
	policy := {"service": "sns", "noun": "topic policy", "lockout": {"destroy": example.destroy}}

	recovery.by_support(policy) == example.want
}

test_by_removal_of_a_whole_policy if {
	policy := object.union(_bucket, {"lockout": {"escape": {"action": "s3:DeleteBucketPolicy"}, "removals": []}})

	recovery.by_removal(policy) == "aws s3api delete-bucket-policy --bucket b"
}

test_by_removal_names_every_statement_of_a_queue_policy if {
	policy := _queue({
		"removals": ["q#/0", "q#/2", "q#/3"],
		"on": _place,
		"escape": {"action": "sqs:RemovePermission"},
	})

	recovery.by_removal(policy) == concat("\n", [
		$"aws sqs remove-permission --queue-url {_place.url} --label NoEdits",
		$"aws sqs remove-permission --queue-url {_place.url} --label <Sid>",
		$"aws sqs remove-permission --queue-url {_place.url} --label 'Don'\\''t edit'",
	])
}

test_by_escape_says_who_and_how[note] if {
	some note, example in {
		"directly": {"via": {}, "want": "any role, with s3:PutBucketPolicy:"},
		"through a service": {
			"via": {"via": "through CloudFormation"},
			"want": "any role through CloudFormation, with s3:PutBucketPolicy:",
		},
	}
	escape := object.union({"principal": "any role", "action": "s3:PutBucketPolicy"}, example.via)

	lines := split(recovery.by_escape(object.union(_bucket, {"lockout": {"escape": escape}})), "\n")

	lines == [example.want, "aws s3api put-bucket-policy --bucket b --policy file://policy.json"]
}

test_affected_names_the_resources if {
	recovery.affected({"lockout": {"affected": ["A", "B"]}}) == [{
		"label": "affects",
		"text": "A, B, not the others that share the policy",
	}]
}

test_affected_is_empty_where_all_are if {
	recovery.affected({"lockout": {"affected": []}}) == []
}

test_fixed_is_the_repair if {
	repair := {"title": "exempt a role", "edits": [{"op": "remove", "at": "p#/0", "value": null}], "verdict": "none"}

	recovery.fixed({"repair": repair}, "repair") == {"fix": {
		"title": "exempt a role",
		"safe": false,
		"edits": repair.edits,
	}}
	recovery.fixed({"repair": repair}, "deployer_repair") == {}
}

_bucket := {"service": "s3", "noun": "bucket policy", "lockout": {
	"unlock": "S3UnlockBucketPolicy",
	"root": ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"],
	"on": {"name": "b", "partition": "aws"},
}}

_queue(lockout) := {
	"service": "sqs",
	"noun": "queue policy",
	"statements": [
		{"at": "q#/0", "sid": "NoEdits"},
		{"at": "q#/1", "sid": "Other"},
		{"at": "q#/2"},
		{"at": "q#/3", "sid": "Don't edit"},
	],
	"lockout": object.union({"unlock": "SQSUnlockQueuePolicy", "root": ["sqs:SetQueueAttributes"]}, lockout),
}

_place := {
	"url": "https://sqs.us-gov-west-1.amazonaws.com/111122223333/q",
	"partition": "aws-us-gov",
	"region": "us-gov-west-1",
	"account": "111122223333",
}

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
	policy := {"service": "s3", "lockout": {"unlock": "S3UnlockBucketPolicy", "on": {"name": "b", "partition": "aws"}}}

	lines := split(recovery.by_root(policy), "\n")

	contains(lines[1], " arn=arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy ")
	lines[3] == "aws s3api delete-bucket-policy --bucket b"
}

test_by_root_leaves_open_what_is_not_known if {
	text := recovery.by_root(_queue({}))

	every placeholder in ["--region <region> ", "--target-principal <account> ", "--queue-url <queue URL> "] {
		contains(text, placeholder)
	}
}

test_by_removal_of_a_bucket_policy if {
	policy := {"service": "s3", "lockout": {"verdict": "partial"}}

	recovery.by_removal(policy) == "aws s3api delete-bucket-policy --bucket <bucket>"
}

test_by_removal_names_every_statement_of_a_queue_policy if {
	policy := _queue({"removals": ["q#/0", "q#/2", "q#/3"], "on": _place})

	recovery.by_removal(policy) == concat("\n", [
		$"aws sqs remove-permission --queue-url {_place.url} --label NoEdits",
		$"aws sqs remove-permission --queue-url {_place.url} --label <Sid>",
		$"aws sqs remove-permission --queue-url {_place.url} --label 'Don'\\''t edit'",
	])
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

_queue(lockout) := {
	"service": "sqs",
	"statements": [
		{"at": "q#/0", "sid": "NoEdits"},
		{"at": "q#/1", "sid": "Other"},
		{"at": "q#/2"},
		{"at": "q#/3", "sid": "Don't edit"},
	],
	"lockout": object.union({"unlock": "SQSUnlockQueuePolicy"}, lockout),
}

_place := {
	"url": "https://sqs.us-gov-west-1.amazonaws.com/111122223333/q",
	"partition": "aws-us-gov",
	"region": "us-gov-west-1",
	"account": "111122223333",
}

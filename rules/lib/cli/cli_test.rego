package rules.lib.cli_test

import data.rules.lib.cli

test_fills_in_what_is_known[action] if {
	some action, want in {
		"s3:DeleteBucketPolicy": "aws s3api delete-bucket-policy --bucket a",
		"dynamodb:DeleteResourcePolicy": concat("", [
			"aws dynamodb delete-resource-policy",
			" --resource-arn arn:aws-cn:dynamodb:cn-north-1:111122223333:table/a",
		]),
		"ecr:SetRepositoryPolicy": "aws ecr set-repository-policy --repository-name a --policy-text file://policy.json",
		"s3:DeleteAccessPointPolicy": concat("", [
			"aws s3control delete-access-point-policy",
			" --account-id 111122223333 --name a",
		]),
	}

	cli.command(_policy("table/a"), action) == want
}

test_leaves_open_what_is_not_known[action] if {
	some action, want in {
		"kms:PutKeyPolicy": concat("", [
			"aws kms put-key-policy --key-id <key> --policy-name default",
			" --policy file://policy.json",
		]),
		"sns:RemovePermission": "aws sns remove-permission --topic-arn <key ARN>",
		"sqs:SetQueueAttributes": "aws sqs set-queue-attributes --queue-url <queue URL> --attributes Policy=",
		"s3:PutAccessPointPolicy": concat("", [
			"aws s3control put-access-point-policy --account-id <account> --name <key>",
			" --policy file://policy.json",
		]),
	}

	cli.command({"noun": "key policy", "service": "kms", "lockout": {}}, action) == want
}

test_names_an_action_without_a_command if {
	cli.command(_policy("a"), "sqs:SendMessage") == "(call sqs:SendMessage)"
}

test_quotes_what_a_shell_would_not_keep if {
	cli.command(_policy("it's"), "dsql:DeleteClusterPolicy") == `aws dsql delete-cluster-policy --identifier 'it'\''s'`
}

test_says_what_a_policy_is_on if {
	cli.thing({"noun": "file system policy", "service": "elasticfilesystem"}) == "file system"
	cli.thing({"noun": "trust policy", "service": "sts"}) == "role"
}

_policy(name) := {
	"noun": "table policy",
	"service": "dynamodb",
	"lockout": {"on": {"name": name, "partition": "aws-cn", "region": "cn-north-1", "account": "111122223333"}},
}

# METADATA
# description: Commands of the AWS CLI that edit or remove a policy
package rules.lib.cli

# METADATA
# description: |
#   The command that an action allows, on what the policy is on. What is not known of it is left for the
#   reader to fill in, in angle brackets; a corrected policy is taken from a file.
# scope: document
command(policy, action) := strings.replace_n(_parts(policy, action), concat(" ", words)) if {
	words := array.concat(["aws"], _commands[action])
}

command(_, action) := $"(call {action})" if not _commands[action]

# METADATA
# description: What the policy is on, as in "bucket"
# scope: document
thing(policy) := "role" if policy.service == "sts"

thing(policy) := trim_suffix(policy.noun, " policy") if policy.service != "sts"

# METADATA
# description: Something that is known of where the resource of the verdict is, ready to type; else the other
# scope: document
known(policy, name, _) := quoted(text) if text := policy.lockout.on[name]

known(policy, name, otherwise) := otherwise if not policy.lockout.on[name]

# METADATA
# description: A text as one word for a shell
# scope: document
quoted(text) := text if regex.match(`^[A-Za-z0-9_./:@%+=,-]+$`, text)

quoted(text) := $"'{escaped}'" if {
	not regex.match(`^[A-Za-z0-9_./:@%+=,-]+$`, text)
	escaped := replace(text, "'", `'\''`)
}

# the commands of the AWS CLI, by the action that allows them
_commands := {
	"acm-pca:DeletePolicy": ["acm-pca delete-policy", "--resource-arn {arn}"],
	"acm-pca:PutPolicy": ["acm-pca put-policy", "--resource-arn {arn}", "--policy {json}"],
	"backup:DeleteBackupVaultAccessPolicy": [
		"backup delete-backup-vault-access-policy",
		"--backup-vault-name {name}",
	],
	"backup:PutBackupVaultAccessPolicy": [
		"backup put-backup-vault-access-policy",
		"--backup-vault-name {name}",
		"--policy {json}",
	],
	"codeartifact:DeleteDomainPermissionsPolicy": [
		"codeartifact delete-domain-permissions-policy",
		"--domain {name}",
	],
	"codeartifact:DeleteRepositoryPermissionsPolicy": [
		"codeartifact delete-repository-permissions-policy",
		"--domain <domain>",
		"--repository {name}",
	],
	"codeartifact:PutDomainPermissionsPolicy": [
		"codeartifact put-domain-permissions-policy",
		"--domain {name}",
		"--policy-document {json}",
	],
	"codeartifact:PutRepositoryPermissionsPolicy": [
		"codeartifact put-repository-permissions-policy",
		"--domain <domain>",
		"--repository {name}",
		"--policy-document {json}",
	],
	"codebuild:DeleteResourcePolicy": ["codebuild delete-resource-policy", "--resource-arn {arn}"],
	"codebuild:PutResourcePolicy": ["codebuild put-resource-policy", "--resource-arn {arn}", "--policy {json}"],
	"dsql:DeleteClusterPolicy": ["dsql delete-cluster-policy", "--identifier {name}"],
	"dsql:PutClusterPolicy": ["dsql put-cluster-policy", "--identifier {name}", "--policy {json}"],
	"dynamodb:DeleteResourcePolicy": ["dynamodb delete-resource-policy", "--resource-arn {arn}"],
	"dynamodb:PutResourcePolicy": ["dynamodb put-resource-policy", "--resource-arn {arn}", "--policy {json}"],
	"ecr-public:DeleteRepositoryPolicy": [
		"ecr-public delete-repository-policy",
		"--region us-east-1",
		"--repository-name {name}",
	],
	"ecr-public:SetRepositoryPolicy": [
		"ecr-public set-repository-policy",
		"--region us-east-1",
		"--repository-name {name}",
		"--policy-text {json}",
	],
	"ecr:DeleteRepositoryPolicy": ["ecr delete-repository-policy", "--repository-name {name}"],
	"ecr:SetRepositoryPolicy": ["ecr set-repository-policy", "--repository-name {name}", "--policy-text {json}"],
	"elasticfilesystem:DeleteFileSystemPolicy": ["efs delete-file-system-policy", "--file-system-id {name}"],
	"elasticfilesystem:PutFileSystemPolicy": [
		"efs put-file-system-policy",
		"--file-system-id {name}",
		"--policy {json}",
	],
	"es:UpdateDomainConfig": [
		"opensearch update-domain-config",
		"--domain-name {name}",
		"--access-policies {json}",
	],
	"es:UpdateElasticsearchDomainConfig": [
		"es update-elasticsearch-domain-config",
		"--domain-name {name}",
		"--access-policies {json}",
	],
	"events:PutPermission": ["events put-permission", "--event-bus-name {name}", "--policy {json}"],
	"events:RemovePermission": ["events remove-permission", "--event-bus-name {name}", "--remove-all-permissions"],
	"glacier:DeleteVaultAccessPolicy": [
		"glacier delete-vault-access-policy",
		"--account-id -",
		"--vault-name {name}",
	],
	"glacier:SetVaultAccessPolicy": [
		"glacier set-vault-access-policy",
		"--account-id -",
		"--vault-name {name}",
		"--policy {json}",
	],
	"glue:DeleteResourcePolicy": ["glue delete-resource-policy"],
	"glue:PutResourcePolicy": ["glue put-resource-policy", "--policy-in-json {json}"],
	"kafka:DeleteClusterPolicy": ["kafka delete-cluster-policy", "--cluster-arn {arn}"],
	"kafka:PutClusterPolicy": ["kafka put-cluster-policy", "--cluster-arn {arn}", "--policy {json}"],
	"kinesis:DeleteResourcePolicy": ["kinesis delete-resource-policy", "--resource-arn {arn}"],
	"kinesis:PutResourcePolicy": ["kinesis put-resource-policy", "--resource-arn {arn}", "--policy {json}"],
	"kms:PutKeyPolicy": ["kms put-key-policy", "--key-id {name}", "--policy-name default", "--policy {json}"],
	"logs:DeleteResourcePolicy": ["logs delete-resource-policy", "--policy-name <policy>"],
	"logs:PutResourcePolicy": ["logs put-resource-policy", "--policy-name <policy>", "--policy-document {json}"],
	"redshift-serverless:DeleteResourcePolicy": [
		"redshift-serverless delete-resource-policy",
		"--resource-arn {arn}",
	],
	"redshift-serverless:PutResourcePolicy": [
		"redshift-serverless put-resource-policy",
		"--resource-arn {arn}",
		"--policy {json}",
	],
	"redshift:DeleteResourcePolicy": ["redshift delete-resource-policy", "--resource-arn {arn}"],
	"redshift:PutResourcePolicy": ["redshift put-resource-policy", "--resource-arn {arn}", "--policy {json}"],
	"s3-outposts:DeleteAccessPointPolicy": [
		"s3control delete-access-point-policy",
		"--account-id {account}",
		"--name {arn}",
	],
	"s3-outposts:DeleteBucketPolicy": [
		"s3control delete-bucket-policy",
		"--account-id {account}",
		"--bucket {arn}",
	],
	"s3-outposts:PutAccessPointPolicy": [
		"s3control put-access-point-policy",
		"--account-id {account}",
		"--name {arn}",
		"--policy {json}",
	],
	"s3-outposts:PutBucketPolicy": [
		"s3control put-bucket-policy",
		"--account-id {account}",
		"--bucket {arn}",
		"--policy {json}",
	],
	"s3:DeleteAccessPointPolicy": [
		"s3control delete-access-point-policy",
		"--account-id {account}",
		"--name {name}",
	],
	"s3:DeleteAccessPointPolicyForObjectLambda": [
		"s3control delete-access-point-policy-for-object-lambda",
		"--account-id {account}",
		"--name {name}",
	],
	"s3:DeleteBucketPolicy": ["s3api delete-bucket-policy", "--bucket {name}"],
	"s3:PutAccessPointPolicy": [
		"s3control put-access-point-policy",
		"--account-id {account}",
		"--name {name}",
		"--policy {json}",
	],
	"s3:PutAccessPointPolicyForObjectLambda": [
		"s3control put-access-point-policy-for-object-lambda",
		"--account-id {account}",
		"--name {name}",
		"--policy {json}",
	],
	"s3:PutBucketPolicy": ["s3api put-bucket-policy", "--bucket {name}", "--policy {json}"],
	"s3:PutMultiRegionAccessPointPolicy": [
		"s3control put-multi-region-access-point-policy",
		"--region us-west-2",
		"--account-id {account}",
		"--details file://details.json",
	],
	"s3express:DeleteAccessPointPolicy": [
		"s3control delete-access-point-policy",
		"--account-id {account}",
		"--name {name}",
	],
	"s3express:DeleteBucketPolicy": ["s3api delete-bucket-policy", "--bucket {name}"],
	"s3express:PutAccessPointPolicy": [
		"s3control put-access-point-policy",
		"--account-id {account}",
		"--name {name}",
		"--policy {json}",
	],
	"s3express:PutBucketPolicy": ["s3api put-bucket-policy", "--bucket {name}", "--policy {json}"],
	"s3tables:DeleteTableBucketPolicy": ["s3tables delete-table-bucket-policy", "--table-bucket-arn {arn}"],
	"s3tables:DeleteTablePolicy": [
		"s3tables delete-table-policy",
		"--table-bucket-arn <table bucket ARN>",
		"--namespace <namespace>",
		"--name <table>",
	],
	"s3tables:PutTableBucketPolicy": [
		"s3tables put-table-bucket-policy",
		"--table-bucket-arn {arn}",
		"--resource-policy {json}",
	],
	"s3tables:PutTablePolicy": [
		"s3tables put-table-policy",
		"--table-bucket-arn <table bucket ARN>",
		"--namespace <namespace>",
		"--name <table>",
		"--resource-policy {json}",
	],
	"s3vectors:DeleteVectorBucketPolicy": ["s3vectors delete-vector-bucket-policy", "--vector-bucket-arn {arn}"],
	"s3vectors:PutVectorBucketPolicy": [
		"s3vectors put-vector-bucket-policy",
		"--vector-bucket-arn {arn}",
		"--policy {json}",
	],
	"secretsmanager:DeleteResourcePolicy": ["secretsmanager delete-resource-policy", "--secret-id {arn}"],
	"secretsmanager:PutResourcePolicy": [
		"secretsmanager put-resource-policy",
		"--secret-id {arn}",
		"--resource-policy {json}",
	],
	"sns:RemovePermission": ["sns remove-permission", "--topic-arn {arn}"],
	"sns:SetTopicAttributes": [
		"sns set-topic-attributes",
		"--topic-arn {arn}",
		"--attribute-name Policy",
		"--attribute-value {json}",
	],
	"sqs:RemovePermission": ["sqs remove-permission", "--queue-url {url}"],
	"sqs:SetQueueAttributes": ["sqs set-queue-attributes", "--queue-url {url}", "--attributes Policy="],
	"ssm:DeleteResourcePolicy": [
		"ssm delete-resource-policy",
		"--resource-arn {arn}",
		"--policy-id <policy id>",
		"--policy-hash <policy hash>",
	],
	"ssm:PutResourcePolicy": ["ssm put-resource-policy", "--resource-arn {arn}", "--policy {json}"],
	"xray:DeleteResourcePolicy": ["xray delete-resource-policy", "--policy-name <policy>"],
	"xray:PutResourcePolicy": ["xray put-resource-policy", "--policy-name <policy>", "--policy-document {json}"],
}

# what stands for the parts of a command
_parts(policy, action) := {
	"{account}": known(policy, "account", "<account>"),
	"{arn}": _arn(policy, action),
	"{json}": "file://policy.json",
	"{name}": _name(policy),
	"{url}": known(policy, "url", "<queue URL>"),
}

# in an ARN, the kind of the resource stands before its name, but for the oldest services
_name(policy) := quoted(regex.replace(policy.lockout.on.name, `^[a-z-]+[/:]`, "")) if policy.lockout.on.name

_name(policy) := $"<{thing(policy)}>" if not policy.lockout.on.name

_arn(policy, action) := quoted(concat(":", [
	"arn",
	policy.lockout.on.partition,
	split(action, ":")[0],
	policy.lockout.on.region,
	policy.lockout.on.account,
	policy.lockout.on.name,
])) if {
	policy.lockout.on.name
	policy.lockout.on.region
	policy.lockout.on.account
} else := $"<{thing(policy)} ARN>"

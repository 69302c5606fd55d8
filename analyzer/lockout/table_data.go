package lockout

// data holds keys, secrets, tables, search domains and what else keeps data.
var data = []service{
	{
		Service: Service{
			Name: "kms", Noun: "key", Types: []string{"AWS::KMS::Key", "AWS::KMS::ReplicaKey"},
			ARN:  "arn:{partition}:kms:{region}:{account}:key/{name}",
			Edit: []string{"kms:PutKeyPolicy"}, Destroy: []string{"kms:ScheduleKeyDeletion"},
			Data: []string{"kms:Decrypt"}, Safety: "BypassPolicyLockoutSafetyCheck", NeedsAllow: true,
		},
		carries: []string{
			"bypasspolicylockoutsafetycheck", "calleraccount", "keyorigin", "keyspec", "keyusage", "multiregion",
			"multiregionkeytype", "resourcealiases",
		},
	},
	{
		Service: Service{
			Name: "secretsmanager", Noun: "secret", Types: []string{"AWS::SecretsManager::ResourcePolicy"},
			ARN:     "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{suffix}",
			Edit:    []string{"secretsmanager:PutResourcePolicy"},
			Remove:  []string{"secretsmanager:DeleteResourcePolicy"},
			Destroy: []string{"secretsmanager:DeleteSecret"}, Data: []string{"secretsmanager:GetSecretValue"},
		},
		carries: []string{
			"blockpublicpolicy", "resourcetag/", "secretid", "secretprimaryregion", "resource/allowrotationlambdaarn",
			"resource/type",
		},
		refIsARN: true,
	},
	{
		Service: Service{
			Name: "dynamodb", Noun: "table", Types: []string{"AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"},
			ARN:  "arn:{partition}:dynamodb:{region}:{account}:table/{name}",
			Edit: []string{"dynamodb:PutResourcePolicy"}, Remove: []string{"dynamodb:DeleteResourcePolicy"},
			Destroy: []string{"dynamodb:DeleteTable"}, Data: []string{"dynamodb:GetItem", "dynamodb:PutItem"},
			Root: []string{"dynamodb:DeleteResourcePolicy"}, Safety: "ConfirmRemoveSelfResourceAccess",
		},
	},
	{
		Service: Service{
			Name: "dynamodb-stream", Noun: "stream", Types: []string{"AWS::DynamoDB::Table"},
			ARN:  "arn:{partition}:dynamodb:{region}:{account}:table/{name}/stream/{label}",
			Edit: []string{"dynamodb:PutResourcePolicy"}, Remove: []string{"dynamodb:DeleteResourcePolicy"},
			Data: []string{"dynamodb:GetRecords"},
			Root: []string{"dynamodb:DeleteResourcePolicy"}, Safety: "ConfirmRemoveSelfResourceAccess",
		},
	},
	{
		Service: Service{
			Name: "es", Noun: "domain", Types: []string{"AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain"},
			ARN:     "arn:{partition}:es:{region}:{account}:domain/{name}",
			Edit:    []string{"es:UpdateDomainConfig", "es:UpdateElasticsearchDomainConfig"},
			Destroy: []string{"es:DeleteDomain", "es:DeleteElasticsearchDomain"},
			Data:    []string{"es:ESHttpGet", "es:ESHttpPost", "es:ESHttpPut"},
		},
		objects: "/",
	},
	{
		Service: Service{
			Name: "glue", Noun: "data catalog",
			ARN:  "arn:{partition}:glue:{region}:{account}:catalog",
			Edit: []string{"glue:PutResourcePolicy"}, Remove: []string{"glue:DeleteResourcePolicy"},
		},
	},
	{
		Service: Service{
			Name: "dsql", Noun: "cluster", Types: []string{"AWS::DSQL::Cluster"},
			ARN:  "arn:{partition}:dsql:{region}:{account}:cluster/{name}",
			Edit: []string{"dsql:PutClusterPolicy"}, Remove: []string{"dsql:DeleteClusterPolicy"},
			Destroy: []string{"dsql:DeleteCluster"}, Data: []string{"dsql:DbConnect", "dsql:DbConnectAdmin"},
			Safety: "BypassPolicyLockoutSafetyCheck",
		},
	},
	{
		Service: Service{
			Name: "redshift", Noun: "namespace", Types: []string{"AWS::Redshift::Cluster"},
			ARN:  "arn:{partition}:redshift:{region}:{account}:namespace:{name}",
			Edit: []string{"redshift:PutResourcePolicy"}, Remove: []string{"redshift:DeleteResourcePolicy"},
		},
	},
	{
		Service: Service{
			Name: "redshift-serverless", Noun: "namespace", Types: []string{"AWS::RedshiftServerless::Namespace"},
			ARN:    "arn:{partition}:redshift-serverless:{region}:{account}:namespace/{name}",
			Edit:   []string{"redshift-serverless:PutResourcePolicy", "redshift:PutResourcePolicy"},
			Remove: []string{"redshift-serverless:DeleteResourcePolicy", "redshift:DeleteResourcePolicy"},
		},
	},
}

package lockout

// Sources of the tables: the API reference of each service (which action replaces a policy, and which
// removes it), the Service Authorization Reference (the ARNs that they are authorised on and the condition
// keys that they carry), the CloudFormation Template Reference (the types), the IAM User Guide's "Tasks that
// require root user credentials", and the AWS managed policies below policy/root-task.

// s3Keys are the condition keys that all requests to S3 have.
var s3Keys = []string{
	"resourceaccount", "tlsversion", "authtype", "signatureage", "signatureversion", "x-amz-content-sha256",
}

// accessPointKeys are those of requests about access points.
var accessPointKeys = withKeys(s3Keys, "accesspointnetworkorigin", "dataaccesspointaccount", "dataaccesspointarn")

func withKeys(keys []string, more ...string) []string {
	return append(append([]string{}, keys...), more...)
}

// storage holds S3 with its kinds of buckets and access points, file systems, vaults and registries.
var storage = []service{
	{
		Service: Service{
			Name: "s3", Noun: "bucket", Types: []string{"AWS::S3::BucketPolicy"}, ARN: "arn:{partition}:s3:::{name}",
			Edit: []string{"s3:PutBucketPolicy"}, Remove: []string{"s3:DeleteBucketPolicy"},
			Destroy: []string{"s3:DeleteBucket"}, Data: []string{"s3:GetObject", "s3:PutObject"},
			Root: []string{"s3:PutBucketPolicy", "s3:DeleteBucketPolicy"}, Unlock: "S3UnlockBucketPolicy",
		},
		objects: "/", carries: withKeys(s3Keys, "buckettag/"), ownNameOnly: true,
		ownActionsOnly: true, arn: bucketARN,
	},
	{
		Service: Service{
			Name: "s3-access-point", Noun: "access point", Types: []string{"AWS::S3::AccessPoint"},
			ARN:  "arn:{partition}:s3:{region}:{account}:accesspoint/{name}",
			Edit: []string{"s3:PutAccessPointPolicy"}, Remove: []string{"s3:DeleteAccessPointPolicy"},
			Destroy: []string{"s3:DeleteAccessPoint"}, Data: []string{"s3:GetObject", "s3:PutObject"},
		},
		objects: "/object/",
		carries: withKeys(accessPointKeys, "accesspointtag/"),
	},
	{
		Service: Service{
			Name: "s3-multi-region", Noun: "multi-Region access point",
			Types: []string{"AWS::S3::MultiRegionAccessPointPolicy"},
			ARN:   "arn:{partition}:s3::{account}:accesspoint/{name}",
			Edit:  []string{"s3:PutMultiRegionAccessPointPolicy"}, Destroy: []string{"s3:DeleteMultiRegionAccessPoint"},
			Data: []string{"s3:GetObject", "s3:PutObject"},
		},
		objects: "/object/",
		carries: accessPointKeys,
	},
	{
		Service: Service{
			Name: "s3-object-lambda", Noun: "Object Lambda access point",
			Types:   []string{"AWS::S3ObjectLambda::AccessPointPolicy"},
			ARN:     "arn:{partition}:s3-object-lambda:{region}:{account}:accesspoint/{name}",
			Edit:    []string{"s3:PutAccessPointPolicyForObjectLambda"},
			Remove:  []string{"s3:DeleteAccessPointPolicyForObjectLambda"},
			Destroy: []string{"s3:DeleteAccessPointForObjectLambda"},
			Data:    []string{"s3-object-lambda:GetObject"},
		},
		carries: accessPointKeys,
	},
	{
		Service: Service{
			Name: "s3express", Noun: "directory bucket", Types: []string{"AWS::S3Express::BucketPolicy"},
			ARN:  "arn:{partition}:s3express:{region}:{account}:bucket/{name}",
			Edit: []string{"s3express:PutBucketPolicy"}, Remove: []string{"s3express:DeleteBucketPolicy"},
			Destroy: []string{"s3express:DeleteBucket"}, Data: []string{"s3express:CreateSession"},
			Root: []string{"s3express:PutBucketPolicy", "s3express:DeleteBucketPolicy"},
		},
		carries: withKeys(s3Keys, "buckettag/"),
	},
	{
		Service: Service{
			Name: "s3express-access-point", Noun: "access point", Types: []string{"AWS::S3Express::AccessPoint"},
			ARN:     "arn:{partition}:s3express:{region}:{account}:accesspoint/{name}",
			Edit:    []string{"s3express:PutAccessPointPolicy"},
			Remove:  []string{"s3express:DeleteAccessPointPolicy"},
			Destroy: []string{"s3express:DeleteAccessPoint"}, Data: []string{"s3express:CreateSession"},
		},
		carries: withKeys(accessPointKeys, "accesspointtag/"),
	},
	{
		Service: Service{
			Name: "s3-outposts", Noun: "Outposts bucket", Types: []string{"AWS::S3Outposts::BucketPolicy"},
			ARN:  "arn:{partition}:s3-outposts:{region}:{account}:outpost/{outpost}/bucket/{name}",
			Edit: []string{"s3-outposts:PutBucketPolicy"}, Remove: []string{"s3-outposts:DeleteBucketPolicy"},
			Destroy: []string{"s3-outposts:DeleteBucket"},
			Data:    []string{"s3-outposts:GetObject", "s3-outposts:PutObject"},
			Root:    []string{"s3-outposts:PutBucketPolicy", "s3-outposts:DeleteBucketPolicy"},
		},
		objects: "/object/", carries: s3Keys, refIsARN: true,
	},
	{
		Service: Service{
			Name: "s3-outposts-access-point", Noun: "access point", Types: []string{"AWS::S3Outposts::AccessPoint"},
			ARN:     "arn:{partition}:s3-outposts:{region}:{account}:outpost/{outpost}/accesspoint/{name}",
			Edit:    []string{"s3-outposts:PutAccessPointPolicy"},
			Remove:  []string{"s3-outposts:DeleteAccessPointPolicy"},
			Destroy: []string{"s3-outposts:DeleteAccessPoint"},
			Data:    []string{"s3-outposts:GetObject", "s3-outposts:PutObject"},
		},
		objects: "/object/", refIsARN: true,
		carries: accessPointKeys,
	},
	{
		Service: Service{
			Name: "s3tables", Noun: "table bucket", Types: []string{"AWS::S3Tables::TableBucketPolicy"},
			ARN:     "arn:{partition}:s3tables:{region}:{account}:bucket/{name}",
			Edit:    []string{"s3tables:PutTableBucketPolicy"},
			Remove:  []string{"s3tables:DeleteTableBucketPolicy"},
			Destroy: []string{"s3tables:DeleteTableBucket"},
		},
		refIsARN: true,
	},
	{
		Service: Service{
			Name: "s3tables-table", Noun: "table", Types: []string{"AWS::S3Tables::TablePolicy"},
			ARN:  "arn:{partition}:s3tables:{region}:{account}:bucket/{name}",
			Edit: []string{"s3tables:PutTablePolicy"}, Remove: []string{"s3tables:DeleteTablePolicy"},
			Destroy: []string{"s3tables:DeleteTable"},
			Data:    []string{"s3tables:GetTableData", "s3tables:PutTableData"},
		},
		carries: []string{"namespace", "tablename"}, refIsARN: true,
	},
	{
		Service: Service{
			Name: "s3vectors", Noun: "vector bucket", Types: []string{"AWS::S3Vectors::VectorBucketPolicy"},
			ARN:     "arn:{partition}:s3vectors:{region}:{account}:bucket/{name}",
			Edit:    []string{"s3vectors:PutVectorBucketPolicy"},
			Remove:  []string{"s3vectors:DeleteVectorBucketPolicy"},
			Destroy: []string{"s3vectors:DeleteVectorBucket"},
		},
		carries: []string{"vectorbuckettag/"}, refIsARN: true,
	},
	{
		Service: Service{
			Name: "elasticfilesystem", Noun: "file system", Types: []string{"AWS::EFS::FileSystem"},
			ARN:     "arn:{partition}:elasticfilesystem:{region}:{account}:file-system/{name}",
			Edit:    []string{"elasticfilesystem:PutFileSystemPolicy"},
			Remove:  []string{"elasticfilesystem:DeleteFileSystemPolicy"},
			Destroy: []string{"elasticfilesystem:DeleteFileSystem"},
			Data:    []string{"elasticfilesystem:ClientMount"}, Safety: "BypassPolicyLockoutSafetyCheck",
		},
		bare: true,
	},
	{
		Service: Service{
			Name: "backup", Noun: "vault",
			Types:  []string{"AWS::Backup::BackupVault", "AWS::Backup::LogicallyAirGappedBackupVault"},
			ARN:    "arn:{partition}:backup:{region}:{account}:backup-vault:{name}",
			Edit:   []string{"backup:PutBackupVaultAccessPolicy"},
			Remove: []string{"backup:DeleteBackupVaultAccessPolicy"},
		},
	},
	{
		Service: Service{
			Name: "glacier", Noun: "vault",
			ARN:  "arn:{partition}:glacier:{region}:{account}:vaults/{name}",
			Edit: []string{"glacier:SetVaultAccessPolicy"}, Remove: []string{"glacier:DeleteVaultAccessPolicy"},
			Destroy: []string{"glacier:DeleteVault"},
			Data:    []string{"glacier:InitiateJob", "glacier:UploadArchive"},
		},
	},
}

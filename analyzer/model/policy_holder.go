package model

// holder says where a resource type keeps a policy document.
type holder struct {
	// items is the list whose members hold the document, "" where the resource itself does.
	items string
	// path leads to the document, from member to member. An empty path means that the properties have
	// the form of a document themselves.
	path []string
	// targets is the property that names what a resource policy is on: one or a list. It is empty
	// where the policy is on the resource that holds it.
	targets             string
	kind, service, noun string
}

// The kinds of documents that a place tells of, beyond those that a text does; see [policy.Kind].
const (
	endpointKind      = "endpoint"
	boundaryKind      = "boundary"
	permissionSetKind = "permission-set"
)

// on returns the place of a policy on what the property names, "" for the resource that holds it.
func on(targets, service, noun string, path ...string) holder {
	return holder{path: path, targets: targets, kind: "resource", service: service, noun: noun}
}

// granted returns the place of a policy that gives permissions to the principals it is attached to.
func granted(noun string) holder {
	return holder{path: []string{"PolicyDocument"}, kind: "identity", noun: noun}
}

// inline returns the places of the policies that stand within a user, role or group.
func inline(noun string) holder {
	return holder{items: "Policies", path: []string{"PolicyDocument"}, kind: "identity", noun: noun}
}

// replicas returns a place within the replicas of a global table.
func replicas(noun string, path ...string) holder {
	place := on("", "dynamodb", noun, path...)
	place.items = "Replicas"
	return place
}

// holders are the resource types that hold policy documents, each with its places for them. Source: the
// properties of each type in the CloudFormation Template Reference. The service is the prefix of the
// actions on the resource, but for kinds of resources that are governed apart from it, such as access
// points.
var holders = map[string][]holder{
	"AWS::IAM::Role": {
		{path: []string{"AssumeRolePolicyDocument"}, kind: "trust", service: "sts", noun: "trust policy"},
		inline("role policy"),
	},
	"AWS::IAM::User":          {inline("user policy")},
	"AWS::IAM::Group":         {inline("group policy")},
	"AWS::IAM::Policy":        {granted("policy")},
	"AWS::IAM::RolePolicy":    {granted("role policy")},
	"AWS::IAM::UserPolicy":    {granted("user policy")},
	"AWS::IAM::GroupPolicy":   {granted("group policy")},
	"AWS::IAM::ManagedPolicy": {granted("managed policy")},
	"AWS::SSO::PermissionSet": {
		{path: []string{"InlinePolicy"}, kind: permissionSetKind, noun: "permission set policy"},
	},
	"AWS::Organizations::Policy":         {{path: []string{"Content"}, noun: "organization policy"}},
	"AWS::Organizations::ResourcePolicy": {on("", "organizations", "delegation policy", "Content")},
	"AWS::EC2::VPCEndpoint": {
		{path: []string{"PolicyDocument"}, kind: endpointKind, service: "endpoint", noun: "endpoint policy"},
	},

	"AWS::S3::BucketPolicy": {on("Bucket", "s3", "bucket policy", "PolicyDocument")},
	"AWS::S3::AccessPoint":  {on("", "s3-access-point", "access point policy", "Policy")},
	"AWS::S3::MultiRegionAccessPointPolicy": {
		on("MrapName", "s3-multi-region", "access point policy", "Policy"),
	},
	"AWS::S3ObjectLambda::AccessPointPolicy": {
		on("ObjectLambdaAccessPoint", "s3-object-lambda", "access point policy", "PolicyDocument"),
	},
	"AWS::S3Express::BucketPolicy": {
		on("Bucket", "s3express", "directory bucket policy", "PolicyDocument"),
	},
	"AWS::S3Express::AccessPoint": {on("", "s3express-access-point", "access point policy", "Policy")},
	"AWS::S3Outposts::BucketPolicy": {
		on("Bucket", "s3-outposts", "Outposts bucket policy", "PolicyDocument"),
	},
	"AWS::S3Outposts::AccessPoint": {on("", "s3-outposts-access-point", "access point policy", "Policy")},
	"AWS::S3Tables::TableBucketPolicy": {
		on("TableBucketARN", "s3tables", "table bucket policy", "ResourcePolicy"),
	},
	"AWS::S3Tables::TablePolicy": {on("TableARN", "s3tables-table", "table policy", "ResourcePolicy")},
	"AWS::S3Vectors::VectorBucketPolicy": {
		on("VectorBucketArn", "s3vectors", "vector bucket policy", "Policy"),
	},
	"AWS::S3Files::FileSystemPolicy": {on("FileSystemId", "s3files", "file system policy", "Policy")},
	"AWS::SQS::QueuePolicy":          {on("Queues", "sqs", "queue policy", "PolicyDocument")},
	"AWS::SQS::QueueInlinePolicy":    {on("Queue", "sqs", "queue policy", "PolicyDocument")},
	"AWS::SNS::TopicPolicy":          {on("Topics", "sns", "topic policy", "PolicyDocument")},
	"AWS::SNS::TopicInlinePolicy":    {on("TopicArn", "sns", "topic policy", "PolicyDocument")},
	"AWS::KMS::Key":                  {on("", "kms", "key policy", "KeyPolicy")},
	"AWS::KMS::ReplicaKey":           {on("", "kms", "key policy", "KeyPolicy")},
	"AWS::SecretsManager::ResourcePolicy": {
		on("SecretId", "secretsmanager", "secret policy", "ResourcePolicy"),
	},
	"AWS::ECR::Repository":       {on("", "ecr", "repository policy", "RepositoryPolicyText")},
	"AWS::ECR::PublicRepository": {on("", "ecr-public", "repository policy", "RepositoryPolicyText")},
	"AWS::ECR::RegistryPolicy":   {on("", "ecr-registry", "registry policy", "PolicyText")},
	"AWS::EFS::FileSystem": {
		on("", "elasticfilesystem", "file system policy", "FileSystemPolicy"),
	},
	"AWS::Kinesis::ResourcePolicy":               {on("ResourceArn", "kinesis", "stream policy", "ResourcePolicy")},
	"AWS::Backup::BackupVault":                   {on("", "backup", "vault policy", "AccessPolicy")},
	"AWS::Backup::LogicallyAirGappedBackupVault": {on("", "backup", "vault policy", "AccessPolicy")},
	"AWS::Events::EventBus":                      {on("", "events", "event bus policy", "Policy")},
	"AWS::Events::EventBusPolicy":                {on("EventBusName", "events", "event bus policy")},
	"AWS::EventSchemas::RegistryPolicy":          {on("RegistryName", "schemas", "registry policy", "Policy")},
	"AWS::Logs::ResourcePolicy":                  {on("", "logs", "log policy", "PolicyDocument")},
	"AWS::Logs::LogGroup":                        {on("", "logs-group", "log group policy", "ResourcePolicyDocument")},
	"AWS::Logs::Destination": {
		on("", "logs-destination", "destination policy", "DestinationPolicy"),
	},
	"AWS::OpenSearchService::Domain": {on("", "es", "domain policy", "AccessPolicies")},
	"AWS::Elasticsearch::Domain":     {on("", "es", "domain policy", "AccessPolicies")},
	"AWS::ApiGateway::RestApi":       {on("", "execute-api", "API policy", "Policy")},
	"AWS::CodeArtifact::Domain": {
		on("", "codeartifact-domain", "domain policy", "PermissionsPolicyDocument"),
	},
	"AWS::CodeArtifact::Repository": {
		on("", "codeartifact", "repository policy", "PermissionsPolicyDocument"),
	},
	"AWS::DSQL::Cluster":        {on("", "dsql", "cluster policy", "PolicyDocument")},
	"AWS::XRay::ResourcePolicy": {on("", "xray", "X-Ray policy", "PolicyDocument")},
	"AWS::MSK::ClusterPolicy":   {on("ClusterArn", "kafka", "cluster policy", "Policy")},
	"AWS::Redshift::Cluster":    {on("", "redshift", "namespace policy", "NamespaceResourcePolicy")},
	"AWS::RedshiftServerless::Namespace": {
		on("", "redshift-serverless", "namespace policy", "NamespaceResourcePolicy"),
	},
	"AWS::VpcLattice::AuthPolicy":     {on("ResourceIdentifier", "vpc-lattice-svcs", "auth policy", "Policy")},
	"AWS::VpcLattice::ResourcePolicy": {on("ResourceArn", "vpc-lattice", "sharing policy", "Policy")},
	"AWS::CloudTrail::ResourcePolicy": {
		on("ResourceArn", "cloudtrail", "CloudTrail policy", "ResourcePolicy"),
	},
	"AWS::SSM::ResourcePolicy":           {on("ResourceArn", "ssm", "Systems Manager policy", "Policy")},
	"AWS::Lex::ResourcePolicy":           {on("ResourceArn", "lex", "bot policy", "Policy")},
	"AWS::APS::ResourcePolicy":           {on("WorkspaceArn", "aps", "workspace policy", "PolicyDocument")},
	"AWS::Oam::Sink":                     {on("", "oam", "sink policy", "Policy")},
	"AWS::OSIS::Pipeline":                {on("", "osis", "pipeline policy", "ResourcePolicy", "Policy")},
	"AWS::RUM::AppMonitor":               {on("", "rum", "app monitor policy", "ResourcePolicy", "PolicyDocument")},
	"AWS::MediaPackageV2::ChannelPolicy": {on("ChannelName", "mediapackagev2", "channel policy", "Policy")},
	"AWS::MediaPackageV2::OriginEndpointPolicy": {
		on("OriginEndpointName", "mediapackagev2-origin-endpoint", "origin endpoint policy", "Policy"),
	},
	"AWS::MediaTailor::ChannelPolicy": {on("ChannelName", "mediatailor", "channel policy", "Policy")},
	"AWS::MediaStore::Container":      {on("", "mediastore", "container policy", "Policy")},
	"AWS::SageMaker::ModelPackageGroup": {
		on("", "sagemaker", "model package group policy", "ModelPackageGroupPolicy"),
	},

	"AWS::DynamoDB::Table": {
		on("", "dynamodb", "table policy", "ResourcePolicy", "PolicyDocument"),
		on("", "dynamodb-stream", "stream policy", "StreamSpecification", "ResourcePolicy", "PolicyDocument"),
	},
	"AWS::DynamoDB::GlobalTable": {
		replicas("table policy", "ResourcePolicy", "PolicyDocument"),
	},
}

// targetTypes are the resource types that a policy of another resource can be on.
var targetTypes = map[string]bool{
	"AWS::S3::Bucket": true, "AWS::SQS::Queue": true, "AWS::SNS::Topic": true, "AWS::SecretsManager::Secret": true,
	"AWS::Kinesis::Stream": true, "AWS::S3Express::DirectoryBucket": true, "AWS::S3Outposts::Bucket": true,
	"AWS::S3::MultiRegionAccessPoint": true, "AWS::S3ObjectLambda::AccessPoint": true,
}

package template

import "github.com/latchkey-dev/latchkey/analyzer/value"

// arnForm is how the ARN of a resource is made from its name, after "arn:PARTITION:".
type arnForm struct {
	// service is the third field of the ARN.
	service string
	// global says that the ARN has neither a Region nor an account.
	global bool
	// before and after stand around the name.
	before, after string
	// name is the attribute that gives the name, "" for Ref.
	name string
}

// arnForms are the attributes that give an ARN which follows from the template, by type and attribute.
// Sources: the return values of each type in the CloudFormation Template Reference, and the resource
// types of each service in the Service Authorization Reference. ARNs of IAM roles and users are left
// out on purpose: policies tell principals that the set declares by their references.
var arnForms = map[[2]string]arnForm{
	{"AWS::S3::Bucket", "Arn"}:            {service: "s3", global: true},
	{"AWS::SQS::Queue", "Arn"}:            {service: "sqs", name: "QueueName"},
	{"AWS::KMS::Key", "Arn"}:              {service: "kms", before: "key/"},
	{"AWS::KMS::ReplicaKey", "Arn"}:       {service: "kms", before: "key/"},
	{"AWS::DynamoDB::Table", "Arn"}:       {service: "dynamodb", before: "table/"},
	{"AWS::DynamoDB::GlobalTable", "Arn"}: {service: "dynamodb", before: "table/"},
	{"AWS::Serverless::SimpleTable", "Arn"}: {
		service: "dynamodb", before: "table/",
	},
	{"AWS::Logs::LogGroup", "Arn"}:       {service: "logs", before: "log-group:", after: ":*"},
	{"AWS::Lambda::Function", "Arn"}:     {service: "lambda", before: "function:"},
	{"AWS::Serverless::Function", "Arn"}: {service: "lambda", before: "function:"},
	{"AWS::Kinesis::Stream", "Arn"}:      {service: "kinesis", before: "stream/"},
	{"AWS::ECR::Repository", "Arn"}:      {service: "ecr", before: "repository/"},
}

// sameAsRef are the attributes that give what Ref gives.
var sameAsRef = map[[2]string]bool{
	{"AWS::SNS::Topic", "TopicArn"}: true,
	{"AWS::SQS::Queue", "QueueUrl"}: true,
	{"AWS::KMS::Key", "KeyId"}:      true,
}

// arn returns the ARN of the resource with the logical id. What is not known of the deployment stays
// symbolic.
func (f arnForm) arn(r *reader, logicalID string) *value.Value {
	name := r.reference(logicalID, f.name)
	start := value.OfText("arn:" + r.partition() + ":" + f.service + ":")
	region, account := value.OfText(""), value.OfText("")
	if !f.global {
		region, account = r.pseudo("AWS::Region"), r.pseudo("AWS::AccountId")
	}
	return value.Join(start, region, value.OfText(":"), account,
		value.OfText(":"+f.before), name, value.OfText(f.after))
}

// nameProperties are the properties that hold what a reference gives: for a type and an attribute,
// "" for Ref. A name that the template does not give is made up at deployment.
var nameProperties = map[[2]string]string{
	{"AWS::S3::Bucket", ""}:              "BucketName",
	{"AWS::SQS::Queue", "QueueName"}:     "QueueName",
	{"AWS::SNS::Topic", "TopicName"}:     "TopicName",
	{"AWS::IAM::Role", ""}:               "RoleName",
	{"AWS::IAM::User", ""}:               "UserName",
	{"AWS::IAM::Group", ""}:              "GroupName",
	{"AWS::DynamoDB::Table", ""}:         "TableName",
	{"AWS::DynamoDB::GlobalTable", ""}:   "TableName",
	{"AWS::Serverless::SimpleTable", ""}: "TableName",
	{"AWS::Logs::LogGroup", ""}:          "LogGroupName",
	{"AWS::Lambda::Function", ""}:        "FunctionName",
	{"AWS::Serverless::Function", ""}:    "FunctionName",
	{"AWS::Kinesis::Stream", ""}:         "Name",
	{"AWS::ECR::Repository", ""}:         "RepositoryName",
}

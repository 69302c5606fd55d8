package validation

import (
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The codes about ARNs in Resource and NotResource.
const (
	InvalidARNPrefix               Code = "invalid-arn-prefix"
	MissingARNField                Code = "missing-arn-field"
	InvalidPartition               Code = "invalid-partition"
	InvalidARNServiceCase          Code = "invalid-arn-service-case"
	InvalidARNRegion               Code = "invalid-arn-region"
	InvalidARNAccount              Code = "invalid-arn-account"
	InvalidARNResource             Code = "invalid-arn-resource"
	MissingARNRegion               Code = "missing-arn-region"
	MissingARNAccount              Code = "missing-arn-account"
	ARNRegionNotAllowed            Code = "arn-region-not-allowed"
	ARNAccountNotAllowed           Code = "arn-account-not-allowed"
	WildcardInServiceName          Code = "wildcard-in-service-name"
	UnsupportedResourceARNInPolicy Code = "unsupported-resource-arn-in-policy"
)

func (c *checker) checkResources(s *statement) {
	for _, name := range []string{"Resource", "NotResource"} {
		for _, item := range s.source.Get(name).List() {
			c.checkResource(item)
		}
	}
}

// names holds what Ref gives for types that policies are often about, where that is no ARN (return
// values in the CloudFormation Template Reference).
var names = map[string]string{
	"AWS::S3::Bucket": "the name of the bucket", "AWS::SQS::Queue": "the URL of the queue",
	"AWS::DynamoDB::Table": "the name of the table", "AWS::DynamoDB::GlobalTable": "the name of the table",
	"AWS::Lambda::Function": "the name of the function", "AWS::Serverless::Function": "the name of the function",
	"AWS::KMS::Key": "the id of the key", "AWS::Kinesis::Stream": "the name of the stream",
	"AWS::Logs::LogGroup": "the name of the log group", "AWS::IAM::Role": "the name of the role",
	"AWS::IAM::User": "the name of the user", "AWS::IAM::Group": "the name of the group",
	"AWS::ECR::Repository": "the name of the repository", "AWS::ECS::Cluster": "the name of the cluster",
	"AWS::EFS::FileSystem": "the id of the file system", "AWS::CodeBuild::Project": "the name of the project",
	"AWS::EC2::Instance": "the id of the instance", "AWS::EC2::VPC": "the id of the VPC",
	"AWS::EC2::Subnet": "the id of the subnet", "AWS::EC2::SecurityGroup": "the id of the security group",
	"AWS::SSM::Parameter": "the name of the parameter", "AWS::Serverless::SimpleTable": "the name of the table",
	"AWS::KinesisFirehose::DeliveryStream": "the name of the stream",
}

func (c *checker) checkResource(item *value.Value) {
	start := item
	if item.Kind == value.Text {
		start = item.Parts[0]
	}
	if gives := names[c.typeOf(start)]; gives != "" {
		c.add(InvalidARNPrefix, item.At, shown(item)).Detail = "Ref gives " + gives
		return
	}
	text, ok := c.literal(item)
	switch {
	case ok && (text == "*" || c.isShortOfAPI(text)):
	case ok && !strings.HasPrefix(text, "arn:") && !startsWithWildcard(text):
		c.add(InvalidARNPrefix, item.At, quoted(text))
	case ok && strings.Count(text, ":") < arnFields-1 && !hasWildcard(text):
		c.add(MissingARNField, item.At, text)
	case ok && strings.HasPrefix(text, "arn:"), item.Kind == value.Text:
		c.checkARN(item)
	}
}

// shortOfAPI begins the short form of what a policy on an API is about, "execute-api:/stage/METHOD/path", which
// API Gateway completes with the partition, the Region, the account and the id of the API (API Gateway
// developer guide, resource policy examples). The form with "execute-api:" alone is not among those.
const shortOfAPI = "execute-api:/"

// isShortOfAPI reports whether the text names the methods of an API in short, in what may be its policy.
func (c *checker) isShortOfAPI(text string) bool {
	return c.use.Kind == Resource && c.use.Service == "execute-api" && strings.HasPrefix(text, shortOfAPI)
}

// startsWithWildcard reports whether a wildcard, or a variable, may stand for the prefix of an ARN.
func startsWithWildcard(text string) bool {
	for i, r := range "arn:" {
		switch {
		case i >= len(text):
			return false
		case text[i] == '*', text[i] == '$':
			return true
		case text[i] != '?' && rune(text[i]) != r:
			return false
		}
	}
	return true
}

const arnFields = 6

// arn is an ARN in its parts. Those that are not literal are hidden.
type arn struct {
	*value.Value

	partition, service, region, account, resource string
}

// known reports whether nothing of the part is symbolic or a variable.
func known(part string) bool {
	return !strings.Contains(part, hidden) && !strings.Contains(part, "${")
}

// exact reports whether the part says one thing: it is known and holds no wildcard.
func exact(part string) bool {
	return known(part) && !strings.ContainsAny(part, "*?")
}

// checkARN checks the parts of an ARN one by one, as far as they are known.
func (c *checker) checkARN(item *value.Value) {
	if _, assumed := policy.Assumed(item); assumed {
		return
	}
	fields := policy.Split(item, ":", arnFields)
	if prefix, _ := fields[0].Literal(); prefix != "arn" || len(fields) < arnFields {
		return
	}
	var parts [arnFields]string
	for i, field := range fields {
		parts[i] = c.visible(field)
	}
	read := arn{
		Value: item, partition: parts[1], service: parts[2], region: parts[3], account: parts[4], resource: parts[5],
	}
	c.checkARNForm(read)
	c.checkARNPlaces(read)
	c.checkOwnARN(read)
}

var (
	// partitions matches the partitions there are, and the form of those to come.
	partitions = regexp.MustCompile(`^aws(-[a-z]+)*$`)
	// regions matches the form of all Region codes, as in "us-gov-west-1".
	regions = regexp.MustCompile(`^[a-z]{2,}(-[a-z]+)+-[0-9]+$`)
	// digits matches what is meant for an account id. Some ARNs have a word in place of it, such as "aws".
	digits    = regexp.MustCompile(`^[0-9][0-9-]*$`)
	accountID = regexp.MustCompile(`^[0-9]{12}$`)
)

func (c *checker) checkARNForm(a arn) {
	text := shown(a.Value)
	if exact(a.partition) && !partitions.MatchString(a.partition) {
		c.add(InvalidPartition, a.At, text).Detail = quoted(a.partition)
	}
	if known(a.service) && strings.ToLower(a.service) != a.service {
		c.add(InvalidARNServiceCase, a.At, text).Detail = a.service
	}
	if known(a.service) && strings.ContainsAny(a.service, "*?") {
		c.add(WildcardInServiceName, a.At, text).Detail = a.service
	}
	if exact(a.region) && a.region != "" && !regions.MatchString(a.region) {
		c.add(InvalidARNRegion, a.At, text).Detail = a.region
	}
	if exact(a.account) && digits.MatchString(a.account) && !accountID.MatchString(a.account) {
		c.add(InvalidARNAccount, a.At, text).Detail = a.account
	}
	if a.resource == "" {
		c.add(InvalidARNResource, a.At, text)
	}
}

// The services of which all ARNs have a Region and an account, and those of which none has a Region (Service
// Authorization Reference, resource types of each service).
var (
	regional = []string{
		"ecr", "ecs", "elasticfilesystem", "events", "firehose", "kinesis", "kms", "lambda", "logs",
		"secretsmanager", "sns", "sqs", "states",
	}
	global = []string{"cloudfront", "iam", "organizations", "route53", "sts"}
)

// checkARNPlaces finds Regions and accounts that are missing or too much.
func (c *checker) checkARNPlaces(a arn) {
	text := shown(a.Value)
	isRegional := slices.Contains(regional, a.service) ||
		a.service == "dynamodb" && strings.HasPrefix(a.resource, "table/") // a global table has no Region
	if isRegional && a.region == "" {
		c.add(MissingARNRegion, a.At, text).Detail = a.service
	}
	if isRegional && a.account == "" && !strings.Contains(a.resource, "aws") {
		c.add(MissingARNAccount, a.At, text).Detail = a.service
	}
	if slices.Contains(global, a.service) && regions.MatchString(a.region) {
		c.add(ARNRegionNotAllowed, a.At, text).Detail = a.region
	}
	if a.service == "s3" && isBucket(a.resource) {
		if regions.MatchString(a.region) {
			c.add(ARNRegionNotAllowed, a.At, text).Detail = a.region
		}
		if accountID.MatchString(a.account) {
			c.add(ARNAccountNotAllowed, a.At, text).Detail = a.account
		}
	}
	if a.service == "route53" && strings.HasPrefix(a.resource, "hostedzone/") && accountID.MatchString(a.account) {
		c.add(ARNAccountNotAllowed, a.At, text).Detail = a.account
	}
}

// otherThanBucket are the nouns with which the ARNs of other resources than buckets and objects begin.
var otherThanBucket = []string{
	"accesspoint", "job", "storage-lens", "storage-lens-group", "async-request", "access-grants",
}

// isBucket reports whether the last part of an ARN of S3 names a bucket or an object.
func isBucket(resource string) bool {
	noun, _, _ := strings.Cut(resource, "/")
	noun, _, _ = strings.Cut(noun, ":")
	return exact(noun) && noun != "" && !slices.Contains(otherThanBucket, noun)
}

// checkOwnARN finds ARNs of other services in the policy of a resource.
func (c *checker) checkOwnARN(a arn) {
	if !exact(a.service) || a.service == "" || a.service != strings.ToLower(a.service) {
		return
	}
	for _, service := range []string{"s3", "sqs", "sns", "kms", "secretsmanager"} {
		if c.use.isOn(service) && a.service != service {
			c.add(UnsupportedResourceARNInPolicy, a.At, shown(a.Value)).Detail = service
		}
	}
}

package access

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The uses of a resource.
const (
	administer = "administer"
	read       = "read"
	write      = "write"
	use        = "use"
	assume     = "assume"
)

// usage is what reading and writing a kind of resource means, or using one where the service makes no
// difference between them.
type usage struct {
	// prefix is that of the actions. Of several actions, separated by blanks, one is enough.
	prefix, read, write, use string
	// within stands between the ARN of the resource and the name of what is read and written within it;
	// empty where that is the resource itself.
	within string
}

// usages are the services whose resources hold something, by their names in the table of lockout. Source:
// the actions and resource types of each service in the Service Authorization Reference.
var usages = map[string]usage{
	"s3":                       {prefix: "s3", read: "GetObject", write: "PutObject", within: "/"},
	"s3-access-point":          {prefix: "s3", read: "GetObject", write: "PutObject", within: "/object/"},
	"s3-multi-region":          {prefix: "s3", read: "GetObject", write: "PutObject", within: "/object/"},
	"s3-outposts":              {prefix: "s3-outposts", read: "GetObject", write: "PutObject", within: "/object/"},
	"s3-outposts-access-point": {prefix: "s3-outposts", read: "GetObject", write: "PutObject", within: "/object/"},
	"s3-object-lambda":         {prefix: "s3-object-lambda", read: "GetObject"},
	"s3express":                {prefix: "s3express", use: "CreateSession"},
	"s3express-access-point":   {prefix: "s3express", use: "CreateSession"},
	"s3tables-table":           {prefix: "s3tables", read: "GetTableData", write: "PutTableData"},
	"elasticfilesystem":        {prefix: "elasticfilesystem", read: "ClientMount", write: "ClientWrite"},
	"glacier":                  {prefix: "glacier", read: "InitiateJob", write: "UploadArchive"},
	"sqs":                      {prefix: "sqs", read: "ReceiveMessage", write: "SendMessage"},
	"sns":                      {prefix: "sns", read: "Subscribe", write: "Publish"},
	"events":                   {prefix: "events", write: "PutEvents"},
	"kinesis":                  {prefix: "kinesis", read: "GetRecords", write: "PutRecord"},
	"kms":                      {prefix: "kms", read: "Decrypt", write: "Encrypt GenerateDataKey"},
	"secretsmanager":           {prefix: "secretsmanager", read: "GetSecretValue", write: "PutSecretValue"},
	"dynamodb":                 {prefix: "dynamodb", read: "GetItem", write: "PutItem"},
	"dynamodb-stream":          {prefix: "dynamodb", read: "GetRecords"},
	"ecr":                      {prefix: "ecr", read: "BatchGetImage", write: "PutImage"},
	"ecr-public":               {prefix: "ecr-public", write: "PutImage"},
	"codeartifact":             {prefix: "codeartifact", read: "ReadFromRepository", write: "PublishPackageVersion"},
	"codeartifact-domain":      {prefix: "codeartifact", use: "GetAuthorizationToken"},
	"es":                       {prefix: "es", read: "ESHttpGet", write: "ESHttpPut", within: "/"},
	"dsql":                     {prefix: "dsql", use: "DbConnect"},
	"acm-pca":                  {prefix: "acm-pca", read: "GetCertificate", write: "IssueCertificate"},
	"ssm":                      {prefix: "ssm", read: "GetParameter", write: "PutParameter"},
	"execute-api":              {prefix: "execute-api", use: "Invoke", within: "/"},
	"vpc-lattice-svcs":         {prefix: "vpc-lattice-svcs", use: "Invoke", within: "/"},
}

// actions returns the full names of actions.
func (u usage) actions(names string) []string {
	var all []string
	for name := range strings.FieldsSeq(names) {
		all = append(all, u.prefix+":"+name)
	}
	return all
}

// unsigned are the services that answer callers without credentials where the policy allows it; all others
// want a signature first (developer guides of the services).
var unsigned = []string{
	"s3", "s3-access-point", "s3-multi-region", "sqs", "sns", "es", "execute-api", "elasticfilesystem",
	"vpc-lattice-svcs",
}

// assumptions are the ways to assume a role.
var assumptions = []string{"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"}

// uses returns the uses of a resource, with the actions that edit its policy.
func (t table) uses(edit []string, arn *value.Value) []Column {
	var all []Column
	add := func(name, separator string, actions []string) {
		if len(actions) > 0 {
			on := objects(arn, separator, t.documents, t.originals)
			all = append(all, Column{Use: name, Actions: actions, Resource: showARN(on[0].arn), objects: on})
		}
	}
	known := usages[t.service]
	add(administer, "", edit)
	if t.service == "sts" {
		add(assume, "", assumptions)
	}
	add(read, known.within, known.actions(known.read))
	add(write, known.within, known.actions(known.write))
	add(use, known.within, known.actions(known.use))
	return all
}

// showARN shows an ARN with "*" for the name of what is within.
func showARN(arn *value.Value) string {
	return strings.NewReplacer("${?}", "*", unnamed, "*").Replace(policy.Show(arn))
}

package access

import (
	"fmt"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// found is a declared resource with the assembly that declares it.
type found struct {
	Input

	resource *template.Resource
}

// declared returns the resources that a user means by a logical id, or by a file's name, "#" and a logical id,
// as far as they are of the types, if there are any.
func declared(inputs []Input, name string, types ...string) []found {
	var all []found
	for _, input := range inputs {
		for _, member := range input.Members {
			if member.Template == nil {
				continue
			}
			for _, resource := range member.Template.Resources {
				isMeant := resource.Name == name || resource.ID == name
				if isMeant && (len(types) == 0 || slices.Contains(types, resource.Type)) {
					all = append(all, found{Input: input, resource: resource})
				}
			}
		}
	}
	return all
}

// mostNames bounds the names that a message lists.
const mostNames = 8

// namesOf returns the logical ids of the declared resources of the types, all of them for none, as far as a
// message lists them.
func namesOf(inputs []Input, types ...string) string {
	var all []string
	for _, input := range inputs {
		for _, read := range input.names("").templates {
			for _, resource := range read.Resources {
				if len(types) == 0 || slices.Contains(types, resource.Type) {
					all = append(all, resource.Name)
				}
			}
		}
	}
	switch {
	case len(all) == 0:
		return "declare none"
	case len(all) > mostNames:
		return "declare " + strings.Join(all[:mostNames], ", ") + " ..."
	default:
		return "declare " + strings.Join(all, ", ")
	}
}

// one returns the only resource of several that the text of a flag may mean.
func one(flag, text string, all []found, otherwise string) (found, error) {
	switch len(all) {
	case 1:
		return all[0], nil
	case 0:
		message := fmt.Sprintf("%q is neither %s", text, otherwise)
		return found{}, &QuestionError{Flag: flag, Message: message, isMissing: true}
	default:
		ids := make([]string, len(all))
		for i, each := range all {
			ids[i] = each.resource.ID
		}
		return found{}, misunderstood(flag, "%q may be any of %s", text, strings.Join(ids, ", "))
	}
}

// governed are the services whose resources are known by type, by their names in the table of lockout; that
// of a policy's own type is found there.
var governed = map[string]string{
	"AWS::S3::Bucket": "s3", "AWS::SQS::Queue": "sqs", "AWS::SNS::Topic": "sns", "AWS::KMS::Key": "kms",
	"AWS::KMS::ReplicaKey": "kms", "AWS::SecretsManager::Secret": "secretsmanager",
	"AWS::DynamoDB::Table": "dynamodb", "AWS::DynamoDB::GlobalTable": "dynamodb",
	"AWS::Kinesis::Stream": "kinesis", "AWS::ECR::Repository": "ecr", "AWS::EFS::FileSystem": "elasticfilesystem",
	"AWS::Events::EventBus": "events", "AWS::Backup::BackupVault": "backup",
	"AWS::OpenSearchService::Domain": "es", "AWS::S3::AccessPoint": "s3-access-point",
}

// arn returns the ARN of the resource in the names of an owner: what GetAtt Arn gives where nothing better is
// known.
func (f found) arn(known names) *value.Value {
	reference := &value.Value{Kind: value.Reference, Resource: f.resource.ID}
	service := governed[f.resource.Type]
	if service == "" {
		return known.value(&value.Value{Kind: value.Reference, Resource: f.resource.ID, Attribute: "Arn"})
	}
	target := lockout.Target{
		Service: service, Resources: []lockout.Name{{reference}}, Account: known.owner, Region: f.region(),
		Partition: known.partition,
	}
	for _, arns := range target.ARNs(nil) {
		return known.best(arns)
	}
	return reference
}

// region returns the Region of the stack, the symbol for it where it is not known.
func (i Input) region() *value.Value {
	if i.Document.Region != nil {
		return value.OfText(*i.Document.Region)
	}
	const symbol = "AWS::Region"
	return value.OfSymbol(symbol, symbol+" is not known")
}

package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/catalogue"
	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// places are the properties of resource types that hold policy documents, as the CloudFormation Template
// Reference has them, with "[]" for the items of a list, and what the documents are.
var places = map[string]struct{ kind, service string }{
	"AWS::APS::ResourcePolicy PolicyDocument":                                {"resource", "aps"},
	"AWS::ApiGateway::RestApi Policy":                                        {"resource", "execute-api"},
	"AWS::Backup::BackupVault AccessPolicy":                                  {"resource", "backup"},
	"AWS::Backup::LogicallyAirGappedBackupVault AccessPolicy":                {"resource", "backup"},
	"AWS::CloudTrail::ResourcePolicy ResourcePolicy":                         {"resource", "cloudtrail"},
	"AWS::CodeArtifact::Domain PermissionsPolicyDocument":                    {"resource", "codeartifact-domain"},
	"AWS::CodeArtifact::Repository PermissionsPolicyDocument":                {"resource", "codeartifact"},
	"AWS::DSQL::Cluster PolicyDocument":                                      {"resource", "dsql"},
	"AWS::DynamoDB::GlobalTable Replicas[].ResourcePolicy.PolicyDocument":    {"resource", "dynamodb"},
	"AWS::DynamoDB::Table ResourcePolicy.PolicyDocument":                     {"resource", "dynamodb"},
	"AWS::DynamoDB::Table StreamSpecification.ResourcePolicy.PolicyDocument": {"resource", "dynamodb-stream"},
	"AWS::EC2::VPCEndpoint PolicyDocument":                                   {"endpoint", "endpoint"},
	"AWS::ECR::PublicRepository RepositoryPolicyText":                        {"resource", "ecr-public"},
	"AWS::ECR::RegistryPolicy PolicyText":                                    {"resource", "ecr-registry"},
	"AWS::ECR::Repository RepositoryPolicyText":                              {"resource", "ecr"},
	"AWS::EFS::FileSystem FileSystemPolicy":                                  {"resource", "elasticfilesystem"},
	"AWS::Elasticsearch::Domain AccessPolicies":                              {"resource", "es"},
	"AWS::EventSchemas::RegistryPolicy Policy":                               {"resource", "schemas"},
	"AWS::Events::EventBus Policy":                                           {"resource", "events"},
	"AWS::Events::EventBusPolicy":                                            {"resource", "events"},
	"AWS::IAM::Group Policies[].PolicyDocument":                              {"identity", ""},
	"AWS::IAM::GroupPolicy PolicyDocument":                                   {"identity", ""},
	"AWS::IAM::ManagedPolicy PolicyDocument":                                 {"identity", ""},
	"AWS::IAM::Policy PolicyDocument":                                        {"identity", ""},
	"AWS::IAM::Role AssumeRolePolicyDocument":                                {"trust", "sts"},
	"AWS::IAM::Role Policies[].PolicyDocument":                               {"identity", ""},
	"AWS::IAM::RolePolicy PolicyDocument":                                    {"identity", ""},
	"AWS::IAM::User Policies[].PolicyDocument":                               {"identity", ""},
	"AWS::IAM::UserPolicy PolicyDocument":                                    {"identity", ""},
	"AWS::KMS::Key KeyPolicy":                                                {"resource", "kms"},
	"AWS::KMS::ReplicaKey KeyPolicy":                                         {"resource", "kms"},
	"AWS::Kinesis::ResourcePolicy ResourcePolicy":                            {"resource", "kinesis"},
	"AWS::Lex::ResourcePolicy Policy":                                        {"resource", "lex"},
	"AWS::Logs::Destination DestinationPolicy":                               {"resource", "logs-destination"},
	"AWS::Logs::LogGroup ResourcePolicyDocument":                             {"resource", "logs-group"},
	"AWS::Logs::ResourcePolicy PolicyDocument":                               {"resource", "logs"},
	"AWS::MSK::ClusterPolicy Policy":                                         {"resource", "kafka"},
	"AWS::MediaPackageV2::ChannelPolicy Policy":                              {"resource", "mediapackagev2"},
	"AWS::MediaPackageV2::OriginEndpointPolicy Policy":                       {"resource", "mediapackagev2-origin-endpoint"},
	"AWS::MediaStore::Container Policy":                                      {"resource", "mediastore"},
	"AWS::MediaTailor::ChannelPolicy Policy":                                 {"resource", "mediatailor"},
	"AWS::OSIS::Pipeline ResourcePolicy.Policy":                              {"resource", "osis"},
	"AWS::Oam::Sink Policy":                                                  {"resource", "oam"},
	"AWS::OpenSearchService::Domain AccessPolicies":                          {"resource", "es"},
	"AWS::Organizations::Policy Content":                                     {"scp", ""},
	"AWS::Organizations::ResourcePolicy Content":                             {"resource", "organizations"},
	"AWS::RUM::AppMonitor ResourcePolicy.PolicyDocument":                     {"resource", "rum"},
	"AWS::Redshift::Cluster NamespaceResourcePolicy":                         {"resource", "redshift"},
	"AWS::RedshiftServerless::Namespace NamespaceResourcePolicy":             {"resource", "redshift-serverless"},
	"AWS::S3::AccessPoint Policy":                                            {"resource", "s3-access-point"},
	"AWS::S3::BucketPolicy PolicyDocument":                                   {"resource", "s3"},
	"AWS::S3::MultiRegionAccessPointPolicy Policy":                           {"resource", "s3-multi-region"},
	"AWS::S3Express::AccessPoint Policy":                                     {"resource", "s3express-access-point"},
	"AWS::S3Express::BucketPolicy PolicyDocument":                            {"resource", "s3express"},
	"AWS::S3Files::FileSystemPolicy Policy":                                  {"resource", "s3files"},
	"AWS::S3ObjectLambda::AccessPointPolicy PolicyDocument":                  {"resource", "s3-object-lambda"},
	"AWS::S3Outposts::AccessPoint Policy":                                    {"resource", "s3-outposts-access-point"},
	"AWS::S3Outposts::BucketPolicy PolicyDocument":                           {"resource", "s3-outposts"},
	"AWS::S3Tables::TableBucketPolicy ResourcePolicy":                        {"resource", "s3tables"},
	"AWS::S3Tables::TablePolicy ResourcePolicy":                              {"resource", "s3tables-table"},
	"AWS::S3Vectors::VectorBucketPolicy Policy":                              {"resource", "s3vectors"},
	"AWS::SNS::TopicInlinePolicy PolicyDocument":                             {"resource", "sns"},
	"AWS::SNS::TopicPolicy PolicyDocument":                                   {"resource", "sns"},
	"AWS::SQS::QueueInlinePolicy PolicyDocument":                             {"resource", "sqs"},
	"AWS::SQS::QueuePolicy PolicyDocument":                                   {"resource", "sqs"},
	"AWS::SSM::ResourcePolicy Policy":                                        {"resource", "ssm"},
	"AWS::SSO::PermissionSet InlinePolicy":                                   {"permission-set", ""},
	"AWS::SageMaker::ModelPackageGroup ModelPackageGroupPolicy":              {"resource", "sagemaker"},
	"AWS::SecretsManager::ResourcePolicy ResourcePolicy":                     {"resource", "secretsmanager"},
	"AWS::VpcLattice::AuthPolicy Policy":                                     {"resource", "vpc-lattice-svcs"},
	"AWS::VpcLattice::ResourcePolicy Policy":                                 {"resource", "vpc-lattice"},
	"AWS::XRay::ResourcePolicy PolicyDocument":                               {"resource", "xray"},
}

// byType are what resources need besides their policy for it to be one.
var byType = map[string]string{
	"AWS::Organizations::Policy": "Type: SERVICE_CONTROL_POLICY, ",
}

func TestEveryPlaceOfAPolicyIsInTheTable(t *testing.T) {
	t.Parallel()
	var listed []string
	for place := range places {
		listed = append(listed, place)
	}
	slices.Sort(listed)

	if diff := cmp.Diff(listed, model.Places()); diff != "" {
		t.Errorf("places mismatch (-table +model):\n%s", diff)
	}
}

func TestAPolicyIsFoundInItsPlace(t *testing.T) {
	t.Parallel()
	const statement = `Statement: {Effect: Deny, Principal: "*", Action: "*", Resource: "*"}`
	for place, want := range places {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			resourceType, path, _ := strings.Cut(place, " ")
			properties, at := nested(path, statement)
			text := fmt.Sprintf("Resources:\n  P: {Type: %s, Properties: {%s%s}}\n", resourceType, byType[resourceType], properties)

			found := build(t, "a.yaml", "template", text, template.Environment{}).Policies

			if len(found) != 1 {
				t.Fatalf("%s: got %d policies, want one", text, len(found))
			}
			got := found[0]
			if got.Kind != want.kind || got.Service != want.service {
				t.Errorf("got the kind %q and the service %q, want %q and %q", got.Kind, got.Service, want.kind, want.service)
			}
			if wantAt := source.NewAt("a.yaml", append([]string{"Resources", "P", "Properties"}, at...)...); got.At != wantAt {
				t.Errorf("got a policy at %s, want %s", got.At, wantAt)
			}
			if got.Noun == "" || got.Resource != "a.yaml#P" || len(got.Statements) != 1 {
				t.Errorf("got %q with %d statements on %s", got.Noun, len(got.Statements), got.Resource)
			}
		})
	}
}

// nested writes properties that lead to the members of a document, in YAML, and returns the keys on the way. A
// path that is empty leaves the members where they are.
func nested(path, members string) (properties string, keys []string) {
	if path == "" {
		return members, nil
	}
	properties = "{" + members + "}"
	steps := strings.Split(path, ".")
	for _, step := range slices.Backward(steps) {
		name, isList := strings.CutSuffix(step, "[]")
		if isList {
			properties = "[" + properties + "]"
			keys = append([]string{"0"}, keys...)
		}
		properties = "{" + name + ": " + properties + "}"
		keys = append([]string{name}, keys...)
	}
	return properties[1 : len(properties)-1], keys
}

// TestServicesOfPoliciesAreInTheCatalogue checks each service, or what its name begins with where a kind of
// resource is governed apart.
func TestServicesOfPoliciesAreInTheCatalogue(t *testing.T) {
	t.Parallel()
	for place, of := range places {
		isIn := func(service catalogue.Service) bool {
			return of.service == service.Prefix || strings.HasPrefix(of.service, service.Prefix+"-")
		}
		if of.kind == "resource" && !slices.ContainsFunc(catalogue.Services(), isIn) {
			t.Errorf("%s: the catalogue has no service %s", place, of.service)
		}
	}
}

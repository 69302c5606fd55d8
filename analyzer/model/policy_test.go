package model_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// buildPolicies returns the policies of a template by the names of their resources.
func buildPolicies(t *testing.T, resources string) map[string]model.Policy {
	t.Helper()
	found := map[string]model.Policy{}
	for _, policy := range build(t, "a.yaml", "template", "Resources:"+resources, template.Environment{}).Policies {
		found[policy.Name] = policy
	}
	return found
}

func TestPoliciesSayWhatTheyAreOn(t *testing.T) {
	t.Parallel()
	const document = `{Statement: {Effect: Deny, Principal: "*", Action: "*", Resource: "*"}}`
	tests := map[string]struct {
		resources     string // one of them is called P
		service, noun string
		on            []string
	}{
		"a topic policy on two topics": {
			`
  A: {Type: AWS::SNS::Topic}
  B: {Type: AWS::SNS::Topic}
  P: {Type: AWS::SNS::TopicPolicy, Properties: {Topics: [!Ref A, !GetAtt B.TopicArn], PolicyDocument: ` + document + `}}`,
			"sns", "topic policy",
			[]string{"a.yaml#A", "a.yaml#B"},
		},
		"a key policy is on its key": {
			`
  P: {Type: AWS::KMS::Key, Properties: {KeyPolicy: ` + document + `}}`,
			"kms", "key policy",
			[]string{"a.yaml#P"},
		},
		"a policy on a stream's ARN": {
			`
  S: {Type: AWS::Kinesis::Stream}
  P: {Type: AWS::Kinesis::ResourcePolicy, Properties: {ResourceArn: !GetAtt S.Arn, ResourcePolicy: ` + document + `}}`,
			"kinesis", "stream policy",
			[]string{"a.yaml#S"},
		},
		"a policy within a property": {
			`
  P: {Type: AWS::DynamoDB::Table, Properties: {ResourcePolicy: {PolicyDocument: ` + document + `}}}`,
			"dynamodb", "table policy",
			[]string{"a.yaml#P"},
		},
		"a policy in a list": {
			`
  P: {Type: AWS::DynamoDB::GlobalTable, Properties: {Replicas: [{ResourcePolicy: {PolicyDocument: ` + document + `}}]}}`,
			"dynamodb", "table policy",
			[]string{"a.yaml#P"},
		},
		"a statement in place of a document": {
			`
  P: {Type: AWS::Events::EventBusPolicy, Properties: {EventBusName: prod, Statement: {Effect: Deny, Principal: "*", Action: "*"}}}`,
			"events", "event bus policy",
			[]string{},
		},
		"a bucket that is not declared": {
			`
  P: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: logs, PolicyDocument: ` + document + `}}`,
			"s3", "bucket policy",
			[]string{},
		},
		"a bucket whose name holds that of another": {
			`
  B: {Type: AWS::S3::Bucket}
  P: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Sub "${B}-logs", PolicyDocument: ` + document + `}}`,
			"s3", "bucket policy",
			[]string{},
		},
		"a bucket by its ARN": {
			`
  B: {Type: AWS::S3::Bucket}
  P: {Type: AWS::S3Outposts::BucketPolicy, Properties: {Bucket: !Sub "arn:aws:s3-outposts:x:y:outpost/o/bucket/${B}", PolicyDocument: ` + document + `}}`,
			"s3-outposts", "Outposts bucket policy",
			[]string{"a.yaml#B"},
		},
		"a bucket that is declared with the name": {
			`
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: logs}}
  P: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: logs, PolicyDocument: ` + document + `}}`,
			"s3", "bucket policy",
			[]string{"a.yaml#B"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			policy := buildPolicies(t, test.resources)["P"]
			if policy.Kind != "resource" || policy.Service != test.service || policy.Noun != test.noun {
				t.Errorf("got %q on %q, called %s", policy.Kind, policy.Service, policy.Noun)
			}
			if diff := cmp.Diff(test.on, policy.On); diff != "" {
				t.Errorf("On mismatch (-want +got):\n%s", diff)
			}
			if len(policy.Statements) != 1 {
				t.Errorf("got %d statements, want one", len(policy.Statements))
			}
		})
	}
}

func TestPoliciesThatAreNotOnResources(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		resources string // one of them is called P
		kind      string // "" for no policy at all
		subjects  []string
	}{
		"a service control policy": {`
  P: {Type: AWS::Organizations::Policy, Properties: {Type: SERVICE_CONTROL_POLICY, Content: {Statement: []}}}`, "scp", []string{}},
		"a resource control policy": {`
  P: {Type: AWS::Organizations::Policy, Properties: {Type: RESOURCE_CONTROL_POLICY, Content: {Statement: []}}}`, "rcp", []string{}},
		"a tag policy is none": {`
  P: {Type: AWS::Organizations::Policy, Properties: {Type: TAG_POLICY, Content: {tags: {}}}}`, "", nil},
		"a permission set": {`
  P: {Type: AWS::SSO::PermissionSet, Properties: {InlinePolicy: {Statement: []}}}`, "permission-set", []string{"a.yaml#P"}},
		"a managed policy that a permission set names": {`
  S: {Type: AWS::SSO::PermissionSet, Properties: {CustomerManagedPolicyReferences: [{Name: unlock}]}}
  P: {Type: AWS::IAM::ManagedPolicy, Properties: {ManagedPolicyName: unlock, PolicyDocument: {Statement: []}}}`, "identity", []string{"a.yaml#S"}},
		"an event bus without a statement": {`
  P: {Type: AWS::Events::EventBusPolicy, Properties: {Action: events:PutEvents, Principal: "*"}}`, "", nil},
		"a policy that names whom it is on": {`
  R: {Type: AWS::IAM::Role, Properties: {RoleName: admin}}
  U: {Type: AWS::IAM::User}
  P: {Type: AWS::IAM::Policy, Properties: {Roles: [admin], Users: [!Ref U], PolicyDocument: {Statement: []}}}`, "identity", []string{"a.yaml#R", "a.yaml#U"}},
		"a managed policy that a role names": {`
  R: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: [!Ref P]}}
  P: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Statement: []}}}`, "identity", []string{"a.yaml#R"}},
		"a managed policy that bounds a role": {`
  R: {Type: AWS::IAM::Role, Properties: {PermissionsBoundary: !Ref P}}
  P: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Statement: []}}}`, "boundary", []string{"a.yaml#R"}},
		"a managed policy that is attached, too": {`
  R: {Type: AWS::IAM::Role, Properties: {PermissionsBoundary: !Ref P}}
  U: {Type: AWS::IAM::User, Properties: {ManagedPolicyArns: [!Ref P]}}
  P: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Statement: []}}}`, "identity", []string{"a.yaml#U"}},
		"a trust policy": {`
  P: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}}}`, "trust", []string{"a.yaml#P"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			policy := buildPolicies(t, test.resources)["P"]
			if policy.Kind != test.kind {
				t.Errorf("got %q, want %q", policy.Kind, test.kind)
			}
			if diff := cmp.Diff(test.subjects, policy.Subjects); diff != "" {
				t.Errorf("Subjects mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAPolicyMayBeText(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		document string
		// resource is how the statement's first Resource is written, "" where there is no statement.
		resource string
	}{
		"JSON":              {`'{"Statement": [{"Effect": "Allow", "Resource": "arn:aws:logs:*"}]}'`, "arn:aws:logs:*"},
		"with references":   {`!Sub '{"Statement": {"Effect": "Allow", "Resource": "${Group.Arn}:x"}}'`, "arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Group}:*:x"},
		"a part in a key":   {`!Sub '{"Statement": {"${Group}": "Allow"}}'`, ""},
		"a part is no text": {`!Sub '{"Statement": ${Statement}}'`, ""},
		"not JSON":          {`'{"Statement": ['`, ""},
		"prose":             {`see the wiki`, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := `
Parameters: {Statement: {Type: String}}
Resources:
  Group: {Type: AWS::Logs::LogGroup}
  P: {Type: AWS::Logs::ResourcePolicy, Properties: {PolicyName: p, PolicyDocument: ` + test.document + `}}`
			document := build(t, "a.yaml", "template", text, template.Environment{})
			if len(document.Policies) != 1 {
				t.Fatalf("got %d policies, want one", len(document.Policies))
			}
			policy := document.Policies[0]
			if !policy.Embedded {
				t.Error("the policy is not marked as embedded")
			}
			got := ""
			for _, statement := range policy.Statements {
				for _, resource := range statement.Resources {
					got = resource.Value + resource.Written
					place, found := document.Locate(resource.At)
					if !found || place.Path != "/Resources/P/Properties/PolicyDocument" {
						t.Errorf("a Resource is at %s, %t, want the place of the text", place.Path, found)
					}
				}
			}
			if got != test.resource {
				t.Errorf("Resource = %q, want %q", got, test.resource)
			}
		})
	}
}

func TestVerdictsKnowTheSafetyCheck(t *testing.T) {
	t.Parallel()
	const key = `
  P:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy: {Statement: {Effect: Allow, Principal: {AWS: "111122223333"}, Action: "kms:Decrypt", Resource: "*"}}
`
	tests := map[string]struct {
		property string
		want     lockout.Level
	}{
		"the service refuses the policy": {"", lockout.Rejected},
		"the check is off":               {"      BypassPolicyLockoutSafetyCheck: true", lockout.Total},
		"the check is on":                {"      BypassPolicyLockoutSafetyCheck: false", lockout.Rejected},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			policy := buildPolicies(t, key+test.property)["P"]
			if policy.Lockout == nil || policy.Lockout.Level != test.want {
				t.Errorf("got %+v, want %s", policy.Lockout, test.want)
			}
		})
	}
}

func TestPoliciesWithVerdicts(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		resource string // called P
		want     bool
	}{
		"a trust policy":  {`{Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}}}`, true},
		"a user's policy": {`{Type: AWS::IAM::UserPolicy, Properties: {PolicyDocument: {Statement: []}}}`, false},
		"an endpoint's":   {`{Type: AWS::EC2::VPCEndpoint, Properties: {PolicyDocument: {Statement: []}}}`, true},
		"an organization's": {
			`{Type: AWS::Organizations::Policy, Properties: {Type: SERVICE_CONTROL_POLICY, Content: {Statement: []}}}`, false,
		},
		"one on a service that is not analysed": {
			`{Type: AWS::Lex::ResourcePolicy, Properties: {Policy: {Statement: []}}}`, false,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if policy := buildPolicies(t, "\n  P: "+test.resource)["P"]; (policy.Lockout != nil) != test.want {
				t.Errorf("got %+v", policy.Lockout)
			}
		})
	}
}

// TestEveryAnalysedTypeHasItsPolicies compares the two tables that know where policies stand.
func TestEveryAnalysedTypeHasItsPolicies(t *testing.T) {
	t.Parallel()
	relevant := model.Relevant([]model.Section{model.Policies})
	for _, service := range lockout.Services() {
		for _, resourceType := range service.Types {
			if !relevant(resourceType) {
				t.Errorf("%s of %s holds no policy in the model", resourceType, service.Name)
			}
		}
	}
}

func TestADeclaredNameStandsInTheARN(t *testing.T) {
	t.Parallel()
	const (
		head = `{Statement: {Sid: x, Effect: Deny, Principal: "*", Action: "*", Resource: "arn:aws:`
		tail = `"}}`
	)
	tests := map[string]string{
		"a search domain": `
  P: {Type: AWS::OpenSearchService::Domain, Properties: {DomainName: d, AccessPolicies: ` + head + `es:us-east-1:111122223333:domain/d` + tail + `}}`,
		"a search domain under a pattern": `
  P: {Type: AWS::Elasticsearch::Domain, Properties: {DomainName: d, AccessPolicies: ` + head + `es:us-east-1:111122223333:domain/d*` + tail + `}}`,
		"an event bus": `
  P: {Type: AWS::Events::EventBus, Properties: {Name: e, Policy: ` + head + `events:us-east-1:111122223333:event-bus/e` + tail + `}}`,
		"a topic": `
  T: {Type: AWS::SNS::Topic, Properties: {TopicName: t}}
  P: {Type: AWS::SNS::TopicPolicy, Properties: {Topics: [!Ref T], PolicyDocument: ` + head + `sns:us-east-1:111122223333:t` + tail + `}}`,
		"a secret with any suffix": `
  S: {Type: AWS::SecretsManager::Secret, Properties: {Name: s}}
  P: {Type: AWS::SecretsManager::ResourcePolicy, Properties: {SecretId: !Ref S, ResourcePolicy: ` + head + `secretsmanager:us-east-1:111122223333:secret:s-??????` + tail + `}}`,
		"an access point": `
  P: {Type: AWS::S3::AccessPoint, Properties: {Bucket: b, Name: a, Policy: ` + head + `s3:us-east-1:111122223333:accesspoint/a` + tail + `}}`,
		"a vault": `
  P: {Type: AWS::Backup::BackupVault, Properties: {BackupVaultName: v, AccessPolicy: ` + head + `backup:us-east-1:111122223333:backup-vault:v` + tail + `}}`,
	}
	for name, resources := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := template.Environment{Account: "111122223333", Region: "us-east-1"}
			for _, policy := range build(t, "a.yaml", "template", "Resources:"+resources, in).Policies {
				if policy.Lockout.Level != lockout.Total {
					t.Errorf("got %s with %+v, want %s", policy.Lockout.Level, policy.Lockout.Reasons, lockout.Total)
				}
			}
		})
	}
}

package model_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

func TestSubjectsAreTheCodesOfIssues(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		kind, text string
		want       []string
	}{
		"a sound policy": {"policy", `{Version: "2012-10-17", Statement: {Effect: Allow, Action: s3:GetObject, Resource: "*"}}`, nil},
		"two codes, one of them twice": {
			"policy", `{Statement: [{Effect: allow, Action: s3:GetObject, Resource: "*"}, {Effect: deny, Action: s3:*, Resource: "*"}]}`,
			[]string{"policy/invalid-effect", "policy/missing-version"},
		},
		"several policies": {
			"template", `Resources:
  A: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Statement: {Effect: Deny, Action: s3:*, Resource: "*"}}}}
  B: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Version: "2012-10-17", Statement: []}}}`,
			[]string{"policy/missing-statement", "policy/missing-version"},
		},
		"what Ref gives of a declared bucket": {
			"template", `Resources:
  Data: {Type: AWS::S3::Bucket}
  A:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Version: "2012-10-17", Statement: {Effect: Deny, Action: s3:*, Resource: [!Ref Data, !Ref Gone]}}`,
			[]string{"policy/invalid-arn-prefix"},
		},
		"properties that have the form of a document": {
			"template", `Resources:
  A:
    Type: AWS::Events::EventBusPolicy
    Properties:
      StatementId: a
      EventBusName: prod
      Statement: {Effect: Allow, Principal: "*", Action: events:PutEvents, Resource: "*"}`,
			nil,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := build(t, "a.yaml", test.kind, test.text, template.Environment{})
			if diff := cmp.Diff(test.want, document.Subjects()); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHoldsPolicies(t *testing.T) {
	t.Parallel()
	for resourceType, want := range map[string]bool{
		"AWS::IAM::Role": true, "AWS::S3::BucketPolicy": true, "policy": true, "AWS::S3::Bucket": false, "": false,
	} {
		if got := model.HoldsPolicies(resourceType); got != want {
			t.Errorf("HoldsPolicies(%q) = %t, want %t", resourceType, got, want)
		}
	}
}

func TestSubjectsAreTheVerdictsOnPolicies(t *testing.T) {
	t.Parallel()
	const onBucket = `Resources:
  B: {Type: AWS::S3::Bucket}
  P:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref B
      PolicyDocument: {Version: "2012-10-17", Statement: {Sid: A, Effect: Deny, Principal: "*", `
	tests := map[string]struct {
		statement string
		want      []string
	}{
		"nobody is locked out": {`Action: s3:PutObject, Resource: !Sub "${B.Arn}/*"`, nil},
		"only the root user is left": {
			`Action: s3:*, Resource: !GetAtt B.Arn`, []string{"verdict/root-only"},
		},
		"a way back needs a network": {
			`Action: s3:*, Resource: !GetAtt B.Arn, Condition: {StringNotEquals: {"aws:SourceVpce": vpce-0a1b2c3d}}`,
			[]string{"verdict/conditional", "verdict/deployer"},
		},
		"the data is closed": {
			`Action: s3:*, Resource: !Sub "${B.Arn}/*"`, []string{"verdict/data", "verdict/data-plane"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := build(t, "a.yaml", "template", onBucket+test.statement+"}}", template.Environment{})
			if diff := cmp.Diff(test.want, document.Subjects()); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPoliciesComeWithRepairs(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		properties                string
		wantRepair, wantsDeployer bool
	}{
		"a policy that locks nobody out": {
			`PolicyDocument: {Statement: {Effect: Deny, Principal: "*", Action: s3:PutObject, Resource: "*"}}`, false, false,
		},
		"one that locks": {
			`PolicyDocument: {Statement: [{Effect: Deny, Principal: "*", Action: s3:*, Resource: "*"}]}`, true, false,
		},
		"one that locks CloudFormation out": {
			`PolicyDocument: {Statement: {Effect: Deny, Principal: "*", Action: s3:*, Resource: "*", ` +
				`Condition: {StringNotEquals: {"aws:SourceVpce": vpce-0a1b2c3d}}}}`, true, true,
		},
		"one that is text, in which nothing can be changed": {
			`PolicyDocument: '{"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}'`,
			false, false,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			policy := buildPolicies(t, "\n  P: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: b, "+test.properties+"}}")["P"]
			if got := policy.Repair != nil; got != test.wantRepair {
				t.Errorf("has a repair: %t, want %t", got, test.wantRepair)
			}
			if got := policy.DeployerRepair != nil; got != test.wantsDeployer {
				t.Errorf("has a repair for CloudFormation: %t, want %t", got, test.wantsDeployer)
			}
		})
	}
}

package model_test

import (
	"fmt"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// TestPoliciesAreKeptAcrossScenarios builds the document of a template in two scenarios of one parameter.
func TestPoliciesAreKeptAcrossScenarios(t *testing.T) {
	t.Parallel()
	const kept = `
Parameters: {Stage: {Type: String, AllowedValues: [test, live]}}
Conditions: {Live: !Equals [!Ref Stage, live]}
Resources:
  B: {Type: AWS::S3::Bucket%s}
  Other: {Type: AWS::S3::BucketPolicy, Condition: Live, Properties: {Bucket: !Ref B, PolicyDocument: {Statement: []}}}
  P: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Ref B, PolicyDocument: {Statement: {Effect: Deny, Principal: "*", Action: "s3:*", Resource: %s}}}}
`
	tests := map[string]struct {
		bucket, resource, also string
		want                   bool
	}{
		"nothing about it differs":      {"", "!GetAtt B.Arn", "", true},
		"a part of it differs":          {"", "!Sub 'arn:aws:s3:::${Stage}'", "", false},
		"what it is on differs":         {", Properties: {BucketName: !Ref Stage}", "!GetAtt B.Arn", "", false},
		"a principal differs":           {"", "!GetAtt B.Arn", "  U: {Type: AWS::IAM::User, Condition: Live}\n", false},
		"a resource beside it differs":  {"", "!GetAtt B.Arn", "  Q: {Type: AWS::SQS::Queue, Condition: Live}\n", false},
		"a resource beside it is equal": {"", "!GetAtt B.Arn", "  Q: {Type: AWS::SQS::Queue}\n", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := fmt.Sprintf(kept, test.bucket, test.resource) + test.also
			tree := syntax.Parse(source.New("a.yaml", []byte(text)))
			env := template.Environment{}
			linked := assembly.Link([]assembly.File{{Tree: tree, Kind: assembly.Template}}, env)[0]
			reader, builder := assembly.NewReader(linked), model.NewBuilder()
			stacks, _ := linked.Stacks()
			scenarios, _ := template.Scenarios(stacks, env)
			if len(scenarios) != 2 {
				t.Fatalf("got %d scenarios, want two", len(scenarios))
			}

			var read []model.Policy
			for _, scenario := range scenarios {
				for _, policy := range builder.Build(reader.Read(env, scenario), env, model.Sections()).Policies {
					if policy.Name == "P" {
						read = append(read, policy)
					}
				}
			}

			if isKept := read[0].Document == read[1].Document; isKept != test.want {
				t.Errorf("the policy is kept: %t, want %t", isKept, test.want)
			}
		})
	}
}

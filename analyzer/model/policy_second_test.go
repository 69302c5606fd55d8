package model_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/template"
)

func TestASecondPolicyOfAResource(t *testing.T) {
	t.Parallel()
	const top = `
Parameters:
  One: {Type: String, Default: logs}
  Two: {Type: String, Default: logs}
  Bare: {Type: String}
Conditions:
  Foreign: !Equals [!ImportValue stage, prod]
  Home: !Not [!Condition Foreign]
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: data}}
  D: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref One}}
  T: {Type: AWS::SNS::Topic}
  Q: {Type: AWS::SQS::Queue}
  N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: n.yaml}}`
	bucket := func(names ...string) string {
		return policiesOn("AWS::S3::BucketPolicy", "Bucket", names...)
	}
	tests := map[string]struct {
		resources string
		want      []string // "POLICY NOUN RESOURCE FIRST"
	}{
		"of one bucket":                        {bucket("!Ref B", "!Ref B"), []string{"P1 bucket B P0"}},
		"of one bucket by its name":            {bucket("!Ref B", "data"), []string{"P1 bucket data P0"}},
		"of a bucket that is not declared":     {bucket("far", "far"), []string{"P1 bucket far P0"}},
		"of the bucket that a parameter names": {bucket("!Ref Bare", "!Ref Bare"), []string{"P1 bucket ${Bare} P0"}},
		"of the bucket that a default names":   {bucket("!Ref One", "!Ref One"), []string{"P1 bucket logs P0"}},
		"of the bucket of a name with a symbol": {
			bucket(`!Sub "${AWS::AccountId}-b"`, `!Sub "${AWS::AccountId}-b"`), []string{"P1 bucket ${AWS::AccountId}-b P0"},
		},
		"a third one":                   {bucket("!Ref B", "!Ref B", "!Ref B"), []string{"P1 bucket B P0", "P2 bucket B P0"}},
		"two buckets":                   {bucket("!Ref B", "!Ref D"), nil},
		"two parameters":                {bucket("!Ref One", "!Ref Two"), nil},
		"two parameters in one name":    {bucket(`!Sub "${One}-${Two}"`, `!Sub "${One}-logs"`), nil},
		"a default and a name":          {bucket("!Ref One", "logs"), nil},
		"a bucket named by a parameter": {bucket("!Ref D", "logs"), nil},
		"two outputs of a stack":        {bucket("!GetAtt N.Outputs.A", "!GetAtt N.Outputs.B"), nil},
		"an output of a stack":          {bucket("!GetAtt N.Outputs.A", "!GetAtt N.Outputs.A"), []string{"P1 bucket N P0"}},
		"a name that is not known":      {bucket("!ImportValue {}", "!ImportValue {}"), nil},
		"of one queue": {
			policiesOn("AWS::SQS::QueuePolicy", "Queues", "[!Ref Q]", "[https://x, !GetAtt Q.QueueUrl]"),
			[]string{"P1 queue Q P0"},
		},
		"of one topic": {
			policiesOn("AWS::SNS::TopicPolicy", "Topics", "[!Ref T]", "!GetAtt T.TopicArn"), []string{"P1 topic T P0"},
		},
		"a service with several policies for a resource": {
			policiesOn("AWS::Logs::ResourcePolicy", "PolicyName", "a", "a"), nil,
		},
		"under conditions that may exclude each other": {
			strings.Replace(strings.Replace(bucket("!Ref B", "!Ref B"),
				"Properties", "Condition: Foreign, Properties", 1), "Policy, Properties", "Policy, Condition: Home, Properties", 1), nil,
		},
		"under a condition that can't be decided": {
			strings.Replace(bucket("!Ref B", "!Ref B"), "Properties", "Condition: Foreign, Properties", 1), nil,
		},
		"under one condition": {
			strings.ReplaceAll(bucket("!Ref B", "!Ref B"), "Properties", "Condition: Foreign, Properties"),
			[]string{"P1 bucket B P0"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := build(t, "a.yaml", "template", top+test.resources, template.Environment{})
			var got []string
			for _, policy := range document.Policies {
				for _, second := range policy.Seconds {
					got = append(got, strings.Join([]string{policy.Name, second.Noun, second.Resource, second.First}, " "))
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("seconds mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// policiesOn returns the policies P0, P1 and so on of a type, each on what its property says.
func policiesOn(resourceType, property string, names ...string) string {
	var text strings.Builder
	for i, name := range names {
		text.WriteString("\n  P" + string(rune('0'+i)) + ": {Type: " + resourceType + ", Properties: {" + property + ": " + name +
			`, PolicyDocument: {Statement: {Effect: Deny, Principal: "*", Action: "*", Resource: "*"}}}}`)
	}
	return text.String()
}

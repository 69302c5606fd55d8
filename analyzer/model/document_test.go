package model_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// build makes the document of one file.
func build(t *testing.T, name, kind, text string, env template.Environment) *model.Document {
	t.Helper()
	tree := syntax.Parse(source.New(name, []byte(text)))
	linked := assembly.Link([]assembly.File{{Tree: tree, Kind: kind}}, env)
	return model.Build(assembly.NewReader(linked[0]).Read(env, nil), env, model.Sections())
}

func TestDocumentsOfAllScenariosFitTheSchema(t *testing.T) {
	t.Parallel()
	schema := compileSchema(t)
	paths, err := filepath.Glob("../../fixtures/scenarios/*/*.[jy]*")
	if err != nil || len(paths) == 0 {
		t.Fatalf("find scenarios: %v, %v", paths, err)
	}
	for _, path := range paths {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			kind := map[bool]string{true: "policy", false: "template"}[filepath.Base(path)[0] == 'p']
			document := build(t, filepath.Base(path), kind, string(content), template.Environment{})
			validate(t, schema, document)
		})
	}
}

func TestDocumentOfABrokenFileFitsTheSchema(t *testing.T) {
	t.Parallel()
	document := build(t, "a.yaml", "template", "Resources: [", template.Environment{Region: "eu-west-1"})
	validate(t, compileSchema(t), document)
	if len(document.Files[0].Problems) == 0 {
		t.Error("a file that does not parse has no problem")
	}
}

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := jsonschema.UnmarshalJSON(bytes.NewReader(model.Schema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("document.json", text); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("document.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(t *testing.T, schema *jsonschema.Schema, document *model.Document) {
	t.Helper()
	text, err := document.Text()
	if err != nil {
		t.Fatal(err)
	}
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(instance); err != nil {
		t.Errorf("the document does not fit the schema: %v", err)
	}
	if _, err := model.Value(text); err != nil {
		t.Errorf("the document can't be given to rules: %v", err)
	}
}

func TestPropertiesArePlainJSON(t *testing.T) {
	t.Parallel()
	document := build(t, "a.yaml", "template", `
Parameters: {Open: {Type: String}}
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Subject:
    Type: Test::Subject
    Properties:
      Literals: [3.10, 007, true, ~, text]
      Reference: !Ref Bucket
      Text: !Sub "${Bucket}/${Open}"
      Unresolved: !Frobnicate x
`, template.Environment{})
	text, err := json.Marshal(document.Resources["a.yaml#Subject"].Properties)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"Literals":[3.10,"007",true,null,"text"],` +
		`"Reference":{"attribute":"","ref":"a.yaml#Bucket"},` +
		`"Text":{"text":[{"attribute":"","ref":"a.yaml#Bucket"},"/",` +
		`{"symbol":"parameter a.yaml#Open","unresolved":"parameter Open has no default"}]},` +
		`"Unresolved":{"unresolved":"Fn::Frobnicate is not evaluated"}}`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestPoliciesAreFoundWhereverTheyStand(t *testing.T) {
	t.Parallel()
	document := build(t, "a.yaml", "template", `
Resources:
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: logs}}
  BucketPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument: {Statement: {Effect: Deny, Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::logs"}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Statement: []}
      Policies:
        - {PolicyName: one, PolicyDocument: {Statement: []}}
        - {PolicyName: two, PolicyDocument: {Statement: []}}
`, template.Environment{})
	type summary struct {
		At, Noun, Kind string
		Level          lockout.Level
	}
	var got []summary
	for _, policy := range document.Policies {
		entry := summary{At: policy.At.Pointer(), Noun: policy.Noun, Kind: policy.Kind}
		if policy.Lockout != nil {
			entry.Level = policy.Lockout.Level
		}
		got = append(got, entry)
	}
	want := []summary{
		{"/Resources/BucketPolicy/Properties/PolicyDocument", "bucket policy", "resource", lockout.RootOnly},
		{"/Resources/Role/Properties/AssumeRolePolicyDocument", "trust policy", "trust", lockout.None},
		{"/Resources/Role/Properties/Policies/0/PolicyDocument", "role policy", "identity", ""},
		{"/Resources/Role/Properties/Policies/1/PolicyDocument", "role policy", "identity", ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestAPolicyFileTellsWhatItIsFor(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text       string
		kind, noun string
		level      lockout.Level
	}{
		"a bucket policy": {
			`{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}}`,
			"resource", "bucket policy", lockout.RootOnly,
		},
		"a queue policy": {
			`{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "sqs:DeleteQueue", "Resource": "arn:aws:sqs:eu-west-1:111122223333:q"}}`,
			"resource", "queue policy", lockout.None,
		},
		"a service control policy": {
			`{"Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}}}`,
			"scp", "service control policy", "",
		},
		"a resource control policy": {
			`{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}}`,
			"rcp", "policy", lockout.Undecided,
		},
		"a resource control policy on several services": {
			`{"Statement": {"Effect": "Deny", "Principal": "*", "Action": ["s3:*", "sqs:*"], "Resource": "*"}}`,
			"rcp", "policy", "",
		},
		"an identity policy": {
			`{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}`, "identity", "policy", "",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			policy := build(t, "dir/p.json", "policy", test.text, template.Environment{}).Policies[0]
			if policy.Name != "p.json" || policy.Kind != test.kind || policy.Noun != test.noun {
				t.Errorf("got %s, %s, %s, want p.json, %s, %s", policy.Name, policy.Kind, policy.Noun, test.kind, test.noun)
			}
			var level lockout.Level
			if policy.Lockout != nil {
				level = policy.Lockout.Level
			}
			if level != test.level {
				t.Errorf("verdict = %q, want %q", level, test.level)
			}
		})
	}
}

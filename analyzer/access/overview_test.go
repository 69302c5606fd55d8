package access_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/latchkey-dev/latchkey/analyzer/access"
	"github.com/latchkey-dev/latchkey/analyzer/lockout"
)

const stack = `
Parameters:
  Partner:
    Type: String
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: !Sub arn:aws:iam::${AWS::AccountId}:root
            Action: kms:*
            Resource: "*"
          - Effect: Allow
            Principal:
              AWS: !Sub arn:aws:iam::${Partner}:root
            Action: kms:Decrypt
            Resource: "*"
  Queue:
    Type: AWS::SQS::Queue
  QueuePolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Queue]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Sid: Producer
            Effect: Deny
            NotPrincipal:
              AWS: [!GetAtt Producer.Arn, !Ref AWS::AccountId]
            Action: sqs:SendMessage
            Resource: !GetAtt Queue.Arn
  Producer:
    Type: AWS::IAM::User
    Properties:
      UserName: producer
      PermissionsBoundary: !Ref Fence
  Fence:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          Effect: Allow
          Action: sqs:*
          Resource: "*"
  Machine:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Service: ec2.amazonaws.com
            Action: sts:AssumeRole
          - Effect: Allow
            Principal:
              Federated: !Sub arn:aws:iam::${AWS::AccountId}:oidc-provider/example.com
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                example.com:sub: me
`

func TestPoliciesOfATemplate(t *testing.T) {
	t.Parallel()
	report := overview([]access.Input{read(t, "stack.yaml", stack, "")})
	var got []string
	for _, each := range report.Policies {
		got = append(got, fmt.Sprintf("%d: %s, a %s: %s %v", each.Location.Start.Line, each.Name, each.Noun, each.Kind, each.On))
		if each.Table == nil {
			for _, statement := range each.Statements {
				got = append(got, "  "+statement.Text)
			}
			continue
		}
		for _, row := range each.Table.Rows {
			got = append(got, "  "+row.Who+cellTexts(row))
		}
	}
	want := []string{
		"9: Key, a key policy: resource [Key]",
		"  the account's root user | yes | yes | yes",
		"  any IAM principal of the account | yes | yes | yes",
		"  account ${Partner} | if account ${Partner} owns the resource | yes | if account ${Partner} owns the resource",
		"  any other account | no | no | no",
		"28: QueuePolicy, a queue policy: resource [Queue]",
		"  the account's root user | yes | yes | yes",
		"  any other IAM principal of the account | yes | yes | no",
		"  user/producer | yes | yes | yes",
		"  any other account | no | no | no",
		"  anyone without credentials | no | no | no",
		"45: Fence, a managed policy: boundary [Producer]",
		"  allows sqs:* on everything",
		"54: Machine, a trust policy: trust [Machine]",
		"  the account's root user | no",
		"  any IAM principal of the account | no",
		"  ec2.amazonaws.com | yes",
		"  arn:aws:iam::${AWS::AccountId}:oidc-provider/example.com | if example.com:sub is me",
		"  any other account | no",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestVerdictsInWords(t *testing.T) {
	t.Parallel()
	report := overview([]access.Input{read(t, "bucket.json", statements(
		`{"Sid": "Reads", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", `+onObjects+`}`,
		`{"Sid": "All", "Effect": "Deny", "Principal": "*", "Action": "s3:*Bucket*", `+onBucket+`}`,
	), owner)})
	got := report.Policies[0].Verdict
	if got == nil || got.Level != lockout.RootOnly || got.Escape != "the root user of the account" ||
		got.Unlock != "S3UnlockBucketPolicy" {
		t.Fatalf("got %+v", got)
	}
	if len(got.Core) != 1 || got.Core[0].Name != "statement All" || got.Core[0].Location.Start.Line != 2 {
		t.Errorf("core: got %+v", got.Core)
	}
}

// TestTablesAgreeWithVerdicts goes through the fixtures of all lockout rules: what a table says of who may
// administer must not contradict what is proved.
func TestTablesAgreeWithVerdicts(t *testing.T) {
	t.Parallel()
	seen := map[lockout.Level]int{}
	err := filepath.WalkDir("../../fixtures/rules/lockout", func(path string, entry fs.DirEntry, err error) error {
		isInput := strings.HasSuffix(path, ".json") || strings.HasSuffix(path, ".yaml")
		if err != nil || entry.IsDir() || !isInput {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, each := range overview([]access.Input{read(t, path, string(content), "")}).Policies {
			if each.Verdict != nil && each.Table != nil {
				seen[each.Verdict.Level]++
				checkAgreement(t, each)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, level := range []lockout.Level{lockout.None, lockout.RootOnly, lockout.Conditional} {
		if seen[level] == 0 {
			t.Errorf("no fixture has the verdict %s", level)
		}
	}
}

func checkAgreement(t *testing.T, each access.Policy) {
	t.Helper()
	answers := map[access.Standing]access.Answer{}
	for _, row := range each.Table.Rows {
		for _, cell := range row.Cells {
			if cell.Use == "administer" && (row.Standing != access.Named || cell.Answer == access.Yes) {
				answers[row.Standing] = cell.Answer
			}
		}
	}
	own, root := answers[access.Own], answers[access.Root]
	switch each.Verdict.Level {
	case lockout.None, lockout.PrincipalOnly, lockout.DataPlane:
		if own == access.No && answers[access.Named] != access.Yes {
			t.Errorf("%s: the verdict is %s, but no principal may administer", each.Location.File, each.Verdict.Level)
		}
	case lockout.RootOnly:
		if own != access.No || root != access.Yes && root != access.Conditional {
			t.Errorf("%s: root-only, but own %s and root %s", each.Location.File, own, root)
		}
	case lockout.Total:
		if own != access.No || root == access.Yes {
			t.Errorf("%s: total, but own %s and root %s", each.Location.File, own, root)
		}
	case lockout.Conditional, lockout.Partial:
		if own == access.Yes {
			t.Errorf("%s: the verdict is %s, but any principal may administer", each.Location.File, each.Verdict.Level)
		}
	case lockout.Undecided, lockout.Rejected:
	}
}

func TestVeryManyAccountsAreAssumedNotToOwn(t *testing.T) {
	t.Parallel()
	var all []string
	for i := range 40 {
		all = append(all, fmt.Sprintf(`{"Effect": "Allow", "Principal": {"AWS": "%012d"}, "Action": "s3:GetObject", %s}`, i+1, onObjects))
	}
	table := overview([]access.Input{read(t, "bucket.json", statements(all...), "")}).Policies[0].Table
	want := []string{"none of the accounts that the policy names owns the resource (--account)"}
	if diff := cmp.Diff(want, table.Assumed); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(table.Rows) != 40+4 {
		t.Errorf("got %d rows", len(table.Rows))
	}
}

// validate checks a value against the published schema.
func validate(t *testing.T, v any) {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile("schema/access.json")
	if err != nil {
		t.Fatal(err)
	}
	written, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	read, err := jsonschema.UnmarshalJSON(strings.NewReader(string(written)))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(read); err != nil {
		t.Error(err)
	}
}

func TestReportsKeepTheSchema(t *testing.T) {
	t.Parallel()
	inputs := []access.Input{
		read(t, "stack.yaml", stack, ""),
		read(t, "open.json", statements(`{"Effect": "Deny", "Principal": {"AWS": "444455556666"}, "Action": "s3:*", `+onBoth+`}`), ""),
		read(t, "identity.json", statements(`{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}`), owner),
		read(t, "empty.json", `{"Version": "2012-10-17", "Statement": []}`, ""),
	}
	validate(t, overview(inputs))
	validate(t, overview(nil))
}

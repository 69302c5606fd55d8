package repair_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/repair"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

// head declares what the statements below it may refer to.
const head = `Transform: AWS::LanguageExtensions
Parameters:
  Admin: {Type: String, Default: 'arn:aws:sts::111122223333:assumed-role/A/s'}
  Lock: {Type: String, Default: 'yes'}
Conditions:
  Locked: !Equals [!Ref Lock, 'yes']
Mappings:
  M: {a: {b: 'arn:aws:sts::111122223333:assumed-role/A/s'}}
Resources:
  Admins: {Type: AWS::IAM::Role}
  P:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: b
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
`

// inTemplate returns the decided policy of a template with the statements.
func inTemplate(tb testing.TB, statements string) repair.Policy {
	tb.Helper()
	text := head + strings.NewReplacer(
		"DENY", "Effect: Deny, Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::b'",
	).Replace(statements)
	tree := syntax.Parse(source.New("t.yaml", []byte(text)))
	read := template.Read(tree, template.Environment{Partition: "aws"})
	document := policy.Parse(read.Resource("t.yaml#P").Properties.Get("PolicyDocument"))
	target := lockout.Target{
		Service: "s3", Resources: []lockout.Name{{valuetest.Symbolic("b")}}, Region: valuetest.Symbolic("eu-west-1"),
		Account: &value.Value{Kind: value.Unresolved, Symbol: "AWS::AccountId"},
	}
	return repair.Policy{
		Document: document, Target: target, Verdict: lockout.Decide(document, target), Template: true,
	}
}

func TestOnlyWhatIsWrittenIsChanged(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		statements string
		want       string // the first edit, "" for no repair
	}{
		"plain text": {
			`        - {DENY, Condition: {ArnNotLike: {'aws:PrincipalArn': 'arn:aws:sts::111122223333:assumed-role/A/s'}}}`,
			"replace Condition/ArnNotLike/aws:PrincipalArn",
		},
		"Fn::Sub that is written again": {
			`        - {DENY, Condition: {ArnNotLike: {'aws:PrincipalArn': !Sub 'arn:aws:sts::${AWS::AccountId}:assumed-role/A/s'}}}`,
			"replace Condition/ArnNotLike/aws:PrincipalArn",
		},
		"Fn::Sub with what is known of the deployment": {
			`        - {DENY, Condition: {ArnNotLike: {'aws:PrincipalArn': !Sub 'arn:${AWS::Partition}:sts::111122223333:assumed-role/A/s'}}}`,
			"replace Condition/ArnNotLike/aws:PrincipalArn",
		},
		"Fn::Sub with a default": {
			`        - {DENY, Condition: {ArnNotLike: {'aws:PrincipalArn': !Sub '${Admin}'}}}`,
			"add Condition/ArnNotEquals",
		},
		"a branch": {
			`        - {DENY, Condition: {ArnNotLike: {'aws:PrincipalArn': !If [Locked, 'arn:aws:sts::111122223333:assumed-role/A/s', x]}}}`,
			"add Condition/ArnNotEquals",
		},
		"a default": {
			`        - {DENY, Condition: {ArnNotLike: {'aws:PrincipalArn': !Ref Admin}}}`,
			"add Condition/ArnNotEquals",
		},
		"a default in a list": {
			`        - {DENY, Condition: {ArnNotLike: {'aws:PrincipalArn': [!Ref Admin]}}}`,
			"add Condition/ArnNotLike/aws:PrincipalArn/1",
		},
		"a mapping": {
			`        - {DENY, Condition: {ArnNotLike: {'aws:PrincipalArn': !FindInMap [M, a, b]}}}`,
			"add Condition/ArnNotEquals",
		},
		"a text that is put together": {
			`        - {DENY, Condition: {ArnNotLike: {'aws:PrincipalArn': !Join ['', ['arn:aws:sts::111122223333:assumed-role/A/s']]}}}`,
			"add Condition/ArnNotEquals",
		},
		"a list with a branch of no value": {
			`        - {DENY, Condition: {ArnNotLike: {'aws:PrincipalArn': [!If [Locked, !Ref AWS::NoValue, x], 'arn:aws:sts::111122223333:assumed-role/A/s']}}}`,
			"add Condition/ArnNotEquals",
		},
		"a block that is chosen": {
			`        - {DENY, Condition: !If [Locked, {ArnNotLike: {'aws:PrincipalArn': 'arn:aws:sts::111122223333:assumed-role/A/s'}}, x]}`,
			"remove Action",
		},
		"a block that is left out": {
			`        - {DENY, Condition: !If [Locked, !Ref AWS::NoValue, x]}`,
			"remove Action",
		},
		"a statement that is chosen": {`        - !If [Locked, {DENY}, !Ref AWS::NoValue]`, ""},
		"a statement behind one that is left out": {
			"        - !If [Locked, !Ref AWS::NoValue, {DENY}]\n        - {DENY}", "",
		},
		"a statement from a loop": {
			`        - {Effect: Deny, Principal: '*', Resource: 'arn:aws:s3:::b', 'Fn::ForEach::X': [N, [Action], {'${N}': 's3:*'}]}`, "",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if found := repair.Find(inTemplate(t, test.statements)); found != nil {
				_, within, _ := strings.Cut(found.Edits[0].At.Pointer(), "/Statement/0/")
				got = found.Edits[0].Op + " " + within
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

package repair_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/repair"
	"github.com/latchkey-dev/latchkey/analyzer/value"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

const owner = "111122223333"

// decided returns a policy of some statements on a resource of the service in a file of its own, with the
// verdict on it. "@iam" and "@bucket" stand for ARNs, and the members of a statement are separated by ";".
func decided(tb testing.TB, service string, statements ...string) repair.Policy {
	tb.Helper()
	return decidedIn(tb, service, `"Version": "2012-10-17", `, statements...)
}

// decidedIn does so for a document with the given beginning.
func decidedIn(tb testing.TB, service, version string, statements ...string) repair.Policy {
	tb.Helper()
	written := make([]string, len(statements))
	for i, statement := range statements {
		members := strings.Split(statement, "; ")
		for j, member := range members {
			name, text, _ := strings.Cut(member, ": ")
			members[j] = fmt.Sprintf("%q: %s", name, text)
		}
		written[i] = "{" + strings.Join(members, ", ") + "}"
	}
	text := strings.NewReplacer("@iam", "arn:aws:iam::"+owner, "@bucket", "arn:aws:s3:::b").
		Replace(`{` + version + `"Statement": [` + strings.Join(written, ", ") + `]}`)
	document := policy.Parse(valuetest.Build(tb, text))
	target := lockout.Target{
		Service: service, Resources: []lockout.Name{{valuetest.Symbolic("b")}},
		Account: valuetest.Symbolic(owner), Region: valuetest.Symbolic("eu-west-1"),
	}
	return repair.Policy{Document: document, Target: target, Verdict: lockout.Decide(document, target)}
}

const (
	denyAll = `Effect: "Deny"; Principal: "*"; Action: "s3:*"; Resource: "@bucket"`
	inEdits = `Effect: "Deny"; Principal: "*"; Resource: "@bucket"; Action: `
)

// shown returns a repair in short: the edits with their places within the document, and the verdict.
func shown(tb testing.TB, found *repair.Repair) []string {
	tb.Helper()
	if found == nil {
		return nil
	}
	lines := []string{found.Title}
	for _, edit := range found.Edits {
		text, err := json.Marshal(edit.Value)
		if err != nil {
			tb.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%s %s %s", edit.Op, edit.At.Pointer(), text))
	}
	return append(lines, string(found.Verdict))
}

const (
	exempt = "exempt a break-glass role"
	mend   = "write the exemption so that it matches the principal that was meant"
	narrow = "leave the actions that manage the policy out of the Deny"
	pass   = "let AWS services such as CloudFormation act for a principal"
	role   = `"arn:aws:iam::111122223333:role/BreakGlass"`
)

func TestFind(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		service    string // "" for s3
		statements []string
		want       []string
	}{
		"a way that is open needs no other": {"", []string{inEdits + `"s3:PutObject"`}, nil},
		"a break-glass role is exempt": {
			"",
			[]string{denyAll},
			[]string{exempt, `add /Statement/0/Condition {"ArnNotLike":{"aws:PrincipalArn":` + role + `}}`, "conditional"},
		},
		"it joins the others that are exempt": {
			"",
			[]string{denyAll + `; Condition: {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::444455556666:role/A"]}}`},
			[]string{exempt, `add /Statement/0/Condition/ArnNotLike/aws:PrincipalArn/1 ` + role, "conditional"},
		},
		"it joins a single one": {
			"",
			[]string{denyAll + `; Condition: {"StringNotLike": {"aws:principalarn": "arn:aws:iam::444455556666:role/A"}}`},
			[]string{
				exempt, `replace /Statement/0/Condition/StringNotLike/aws:principalarn ["arn:aws:iam::444455556666:role/A",` +
					role + `]`, "conditional",
			},
		},
		"it goes beside another condition": {
			"",
			[]string{denyAll + `; Condition: {"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}`},
			[]string{
				exempt + ", since aws:SourceIp never holds a private address",
				`add /Statement/0/Condition/ArnNotLike {"aws:PrincipalArn":` + role + `}`, "conditional",
			},
		},
		"only what has to be is changed": {
			"",
			[]string{inEdits + `"s3:Put*"`, inEdits + `"s3:Delete*"`},
			[]string{exempt, `add /Statement/0/Condition {"ArnNotLike":{"aws:PrincipalArn":` + role + `}}`, "conditional"},
		},
		"statements behind others are changed, too": {
			"",
			[]string{denyAll, denyAll},
			[]string{
				exempt, `add /Statement/0/Condition {"ArnNotLike":{"aws:PrincipalArn":` + role + `}}`,
				`add /Statement/1/Condition {"ArnNotLike":{"aws:PrincipalArn":` + role + `}}`, "conditional",
			},
		},
		"the ARN of a session becomes that of the role": {
			"",
			[]string{denyAll + `; Condition: {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:sts::111122223333:assumed-role/A/*"}}`},
			[]string{
				mend, `replace /Statement/0/Condition/ArnNotLike/aws:PrincipalArn "arn:aws:iam::111122223333:role/A"`, "conditional",
			},
		},
		"a role of Identity Center gets its path": {
			"",
			[]string{denyAll + `; Condition: {"ArnNotLike": {"aws:PrincipalArn": ["@iam:role/AWSReservedSSO_Admin_*"]}}`},
			[]string{
				mend, `replace /Statement/0/Condition/ArnNotLike/aws:PrincipalArn/0 ` +
					`"arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Admin_*"`, "conditional",
			},
		},
		"a pattern gets an operator that knows it": {
			"",
			[]string{denyAll + `; Condition: {"StringNotEquals": {"aws:PrincipalArn": "@iam:role/A*", "s3:x-amz-acl": "private"}}`},
			[]string{
				mend, `remove /Statement/0/Condition/StringNotEquals/aws:PrincipalArn null`,
				`add /Statement/0/Condition/StringNotLike {"aws:PrincipalArn":"arn:aws:iam::111122223333:role/A*"}`, "conditional",
			},
		},
		"the id of a role gets its sessions": {
			"",
			[]string{denyAll + `; Condition: {"StringNotEquals": {"aws:userid": "AROAEXAMPLE"}}`},
			[]string{
				mend, `remove /Statement/0/Condition/StringNotEquals null`,
				`add /Statement/0/Condition/StringNotLike {"aws:userid":"AROAEXAMPLE:*"}`, "conditional",
			},
		},
		"NotPrincipal becomes a condition": {
			"",
			[]string{`Effect: "Deny"; NotPrincipal: {"AWS": ["@iam:root", "@iam:role/A"]}; Action: "s3:*"; Resource: "@bucket"`},
			[]string{
				mend, `remove /Statement/0/NotPrincipal null`, `add /Statement/0/Principal "*"`,
				`add /Statement/0/Condition {"ArnNotLike":{"aws:PrincipalArn":` +
					`["arn:aws:iam::111122223333:root","arn:aws:iam::111122223333:role/A"]}}`, "conditional",
			},
		},
		"what spares services is about the use of the resource": {
			"sqs",
			[]string{`Effect: "Deny"; Principal: "*"; Action: ["SQS:*"]; Resource: "*"; ` +
				`Condition: {"ArnNotEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:t"}}`},
			[]string{
				"deny sqs:SendMessage and sqs:ReceiveMessage alone, since the condition is about services that use the queue",
				`replace /Statement/0/Action ["sqs:SendMessage","sqs:ReceiveMessage"]`, "none",
			},
		},
		"what spares an account's services reaches objects": {
			"",
			[]string{`Effect: "Deny"; Principal: "*"; Action: "s3:*"; Resource: ["@bucket", "@bucket/*"]; ` +
				`Condition: {"StringNotEquals": {"aws:SourceAccount": "111122223333"}}`},
			[]string{
				"deny s3:GetObject and s3:PutObject alone, since the condition is about services that use the bucket",
				`replace /Statement/0/Action ["s3:GetObject","s3:PutObject"]`, "none",
			},
		},
		"what spares services without reaching objects": {
			"",
			[]string{denyAll + `; Condition: {"StringNotEquals": {"aws:SourceAccount": "111122223333"}}`},
			[]string{exempt, `add /Statement/0/Condition/ArnNotLike {"aws:PrincipalArn":` + role + `}`, "conditional"},
		},
		"what spares endpoints is about networks": {
			"",
			[]string{
				denyAll + `; Condition: {"Null": {"aws:SourceVpce": "true"}}`, denyAll + `; Condition: {"Null": {"aws:SourceVpce": "false"}}`,
			},
			[]string{
				narrow, `remove /Statement/0/Action null`,
				`add /Statement/0/NotAction ["s3:PutBucketPolicy","s3:DeleteBucketPolicy"]`, "none",
			},
		},
		"what is sent with TLS is let pass": {
			"",
			[]string{denyAll + `; Condition: {"Bool": {"aws:SecureTransport": "true"}}`},
			[]string{
				"deny what is sent without TLS instead of what is sent with it",
				`replace /Statement/0/Condition/Bool/aws:SecureTransport "false"`, "none",
			},
		},
		"only Bool asks for TLS": {
			"",
			[]string{denyAll + `; Condition: {"StringEquals": {"aws:SecureTransport": "true"}}`},
			[]string{
				exempt, `add /Statement/0/Condition/ArnNotLike {"aws:PrincipalArn":` + role + `}`, "conditional",
			},
		},
		"services may act from elsewhere": {
			"",
			[]string{denyAll + `; Condition: {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}, "Bool": {"aws:SecureTransport": "true"}}`},
			[]string{pass, `add /Statement/0/Condition/Bool/aws:ViaAWSService "false"`, "none"},
		},
		"managing is left open to those without MFA": {
			"",
			[]string{denyAll + `; Condition: {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}`},
			[]string{
				narrow, `remove /Statement/0/Action null`,
				`add /Statement/0/NotAction ["s3:PutBucketPolicy","s3:DeleteBucketPolicy"]`, "none",
			},
		},
		"what is not denied grows": {
			"",
			[]string{`Effect: "Deny"; Principal: "*"; NotAction: "s3:GetObject"; Resource: "@bucket"; ` +
				`Condition: {"StringNotEquals": {"aws:PrincipalTag/a": "b"}}`},
			[]string{
				narrow, `replace /Statement/0/NotAction ["s3:GetObject","s3:PutBucketPolicy","s3:DeleteBucketPolicy"]`, "none",
			},
		},
		"it grows by what it lacks": {
			"",
			[]string{`Effect: "Deny"; Principal: "*"; NotAction: ["s3:Get*", "s3:DeleteBucketPolicy"]; Resource: "@bucket"`},
			[]string{narrow, `add /Statement/0/NotAction/2 "s3:PutBucketPolicy"`, "none"},
		},
		"named actions are taken out": {
			"",
			[]string{inEdits + `["s3:PutBucketPolicy", "s3:PutObject", "s3:putbucketpolicy"]`},
			[]string{narrow, `remove /Statement/0/Action/2 null`, `remove /Statement/0/Action/0 null`, "none"},
		},
		"a pattern says nothing about what it is for": {"", []string{inEdits + `["s3:Put*", "s3:GetObject"]`}, nil},
		"nothing would be left of the statement":      {"", []string{inEdits + `"s3:PutBucketPolicy"`}, nil},
		"a key's policy lacks the account": {
			"kms",
			[]string{`Effect: "Allow"; Principal: {"AWS": "@iam:role/A"}; Action: "kms:Decrypt"; Resource: "*"`},
			[]string{
				"let the account manage the key",
				`add /Statement/1 {"Action":"kms:*","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Resource":"*"}`,
				"none",
			},
		},
		"a service has a place of its own": {
			"",
			[]string{`Effect: "Allow"; Principal: {"AWS": "logs.amazonaws.com"}; Action: "s3:PutObject"; Resource: "@bucket/*"`},
			[]string{
				"name services as services", `remove /Statement/0/Principal/AWS null`,
				`add /Statement/0/Principal/Service "logs.amazonaws.com"`, "none",
			},
		},
		"a name that may be anybody's stays": {
			"", []string{`Effect: "Allow"; Principal: {"AWS": ["alice"]}; Action: "s3:PutObject"; Resource: "@bucket/*"`}, nil,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := test.service
			if service == "" {
				service = "s3"
			}
			found := repair.Find(decided(t, service, test.statements...))
			if diff := cmp.Diff(test.want, shown(t, found)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAPolicyVariableGetsItsVersion(t *testing.T) {
	t.Parallel()
	const version = "set the version that knows policy variables"
	tests := map[string]struct {
		version, statement string
		want               []string
	}{
		"an old one": {
			`"Version": "2008-10-17", `, denyAll + `; Condition: {"StringNotEquals": {"aws:username": "${aws:username}"}}`,
			[]string{version, `replace /Version "2012-10-17"`, "none"},
		},
		"none": {
			"", denyAll + `; Condition: {"ArnNotLike": {"aws:PrincipalArn": ["@iam:user/${aws:username}"]}}`,
			[]string{version, `add /Version "2012-10-17"`, "none"},
		},
		"it opens nothing": {
			"", denyAll + `; Condition: {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::444455556666:user/${aws:username}"}}`,
			[]string{exempt, `replace /Statement/0/Condition/ArnNotLike/aws:PrincipalArn ` +
				`["arn:aws:iam::444455556666:user/${aws:username}",` + role + `]`, "conditional"},
		},
		"no variable": {
			"", denyAll + `; Condition: {"ArnNotLike": {"aws:PrincipalArn": "${Admin}"}}`,
			[]string{exempt, `replace /Statement/0/Condition/ArnNotLike/aws:PrincipalArn ["${Admin}",` + role + `]`, "conditional"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := repair.Find(decidedIn(t, "s3", test.version, test.statement))
			if diff := cmp.Diff(test.want, shown(t, found)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFindInATemplate(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		statement string
		want      []string
	}{
		"a role is named by pseudo parameters": {
			denyAll,
			[]string{
				exempt,
				`add /Statement/0/Condition {"ArnNotLike":{"aws:PrincipalArn":` +
					`{"Fn::Sub":"arn:${AWS::Partition}:iam::${AWS::AccountId}:role/BreakGlass"}}}`, "conditional",
			},
		},
		"a session stays in the account": {
			denyAll + `; Condition: {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:sts::<AWS::AccountId>:assumed-role/A/s"}}`,
			[]string{
				mend,
				`replace /Statement/0/Condition/ArnNotEquals/aws:PrincipalArn {"Fn::Sub":"arn:aws:iam::${AWS::AccountId}:role/A"}`,
				"conditional",
			},
		},
		"what another file gives can't be written": {
			denyAll + `; Condition: {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:sts::<X>:assumed-role/A/s"}}`,
			[]string{
				exempt, `add /Statement/0/Condition/ArnNotLike {"aws:PrincipalArn":` +
					`{"Fn::Sub":"arn:${AWS::Partition}:iam::${AWS::AccountId}:role/BreakGlass"}}`, "conditional",
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subject := decided(t, "s3", test.statement)
			subject.Template = true
			subject.Target.Account = &value.Value{Kind: value.Unresolved, Symbol: "AWS::AccountId"}
			subject.Verdict = lockout.Decide(subject.Document, subject.Target)
			if diff := cmp.Diff(test.want, shown(t, repair.Find(subject))); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAFileWithoutAnAccountGetsNoPrincipal(t *testing.T) {
	t.Parallel()
	subject := decided(t, "s3", inEdits+`["s3:Put*", "s3:Delete*"]`)
	subject.Target.Account = nil
	subject.Verdict = lockout.Decide(subject.Document, subject.Target)
	if found := repair.Find(subject); found != nil {
		t.Errorf("got %v", shown(t, found))
	}
}

func TestForDeployer(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		statement string
		want      []string
	}{
		"who is let in anyway":      {denyAll + `; Condition: {"ArnNotLike": {"aws:PrincipalArn": "@iam:role/A"}}`, nil},
		"nobody has a way back":     {denyAll, nil},
		"one on behalf of somebody": {denyAll + `; Condition: {"StringNotEquals": {"aws:SourceVpc": "vpc-1"}}`, []string{pass, `add /Statement/0/Condition/Bool {"aws:ViaAWSService":"false"}`, "none"}},
		"the actions are left open": {
			denyAll + `; Condition: {"Null": {"aws:MultiFactorAuthAge": "true"}}`,
			[]string{
				narrow, `remove /Statement/0/Action null`,
				`add /Statement/0/NotAction ["s3:PutBucketPolicy","s3:DeleteBucketPolicy"]`, "none",
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := repair.ForDeployer(decided(t, "s3", test.statement))
			if diff := cmp.Diff(test.want, shown(t, found)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatCannotBeReadIsNotChanged(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"text": `"closed"`, "no statements": `{"Statement": []}`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := policy.Parse(valuetest.Build(t, text))
			subject := repair.Policy{
				Document: document, Target: lockout.Target{Service: "s3"}, Verdict: lockout.Verdict{Level: lockout.RootOnly},
			}
			if found := repair.Find(subject); found != nil {
				t.Errorf("got %v", shown(t, found))
			}
		})
	}
}

func TestAnExemptionGetsThePathOfTheDeclaredRole(t *testing.T) {
	t.Parallel()
	subject := decided(t, "s3", denyAll+`; Condition: {"ArnNotLike": {"aws:PrincipalArn": "@iam:role/ops"}}`)
	subject.Target.Declared = []lockout.Declared{{
		Resource: "t.json#Ops", Kind: policy.Role, Exists: value.Yes, Bounded: value.No, Name: valuetest.Symbolic("team/ops"),
	}}
	subject.Verdict = lockout.Decide(subject.Document, subject.Target)

	want := []string{
		mend, `replace /Statement/0/Condition/ArnNotLike/aws:PrincipalArn "arn:aws:iam::111122223333:role/team/ops"`, "none",
	}
	if diff := cmp.Diff(want, shown(t, repair.Find(subject))); diff != "" {
		t.Errorf("repair mismatch (-want +got):\n%s", diff)
	}
}

func TestManyDenialsAreChangedAtOnce(t *testing.T) {
	t.Parallel()
	statements := []string{inEdits + `"s3:PutObject"`}
	for range 12 {
		statements = append(statements, denyAll)
	}
	found := repair.Find(decided(t, "s3", statements...))
	if found == nil || found.Title != exempt {
		t.Fatalf("got %v", shown(t, found))
	}
	for i, edit := range found.Edits {
		if want := fmt.Sprintf("/Statement/%d/Condition", i+1); edit.At.Pointer() != want {
			t.Errorf("edit %d is at %s, want %s", i, edit.At.Pointer(), want)
		}
	}
	if got, want := len(found.Edits), 12; got != want {
		t.Errorf("got %d edits, want %d", got, want)
	}
}

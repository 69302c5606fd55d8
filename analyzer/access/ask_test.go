package access_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/access"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

const (
	user01   = "arn:aws:iam::111122223333:user/user01"
	anything = `{"Effect": "Allow", "Action": "*", "Resource": "*"}`
)

// asked is a question in short: the policies by layer, and "file" for the policy of the resource.
type asked struct {
	principal, action, resource, account string
	file                                 string
	given                                map[policy.Layer]string
	context                              map[string][]string
	none                                 bool
}

func (a asked) ask(t *testing.T) *access.Reply {
	t.Helper()
	question := access.Question{
		Principal: a.principal, Action: a.action, Resource: a.resource, Account: a.account,
		Context: a.context, NoIdentity: a.none,
	}
	for layer, text := range a.given {
		input := read(t, string(layer)+".json", statements(text), a.account)
		question.Given = append(question.Given, access.Given{Layer: layer, Input: input})
	}
	var inputs []access.Input
	switch {
	case strings.Contains(a.file, "Resources:"):
		inputs = append(inputs, read(t, "stack.yaml", a.file, a.account))
	case a.file != "":
		inputs = append(inputs, read(t, "file.json", statements(a.file), a.account))
	}
	reply, err := answer(inputs, question)
	if err != nil {
		t.Fatal(err)
	}
	validate(t, reply)
	return reply
}

// summary writes the outcome, what decides, and what would change it.
func summary(reply *access.Reply) []string {
	lines := []string{string(reply.Outcome) + ": " + reply.Text}
	for _, deciding := range reply.Statements {
		lines = append(lines, "by "+deciding.Name+" of "+deciding.Policy+" ("+string(deciding.Layer)+")")
	}
	for _, reason := range reply.Reasons {
		lines = append(lines, "because "+reason.Text)
	}
	for _, change := range reply.Changes {
		lines = append(lines, "change "+change.Text)
	}
	return lines
}

func TestReplies(t *testing.T) {
	t.Parallel()
	const noUploads = `{"Sid": "NoUploads", "Effect": "Deny", "Principal": {"AWS": "` + user01 + `"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*"}`
	on := func(action string, layers map[policy.Layer]string) asked {
		return asked{
			principal: user01, action: action, resource: "arn:aws:s3:::b/a.png", account: owner, file: noUploads, given: layers,
		}
	}
	full := map[policy.Layer]string{policy.LayerIdentity: anything}
	cases := map[string]struct {
		asked

		want []string
	}{
		"the bucket denies": {
			on("s3:PutObject", full),
			[]string{
				"explicit-deny: statement NoUploads of the bucket policy file.json denies user/user01 s3:PutObject on arn:aws:s3:::b/a.png",
				"by statement NoUploads of bucket policy file.json (resource)",
				"change without this statement the request would be allowed, by Statement[0] of policy identity.json",
			},
		},
		"the bucket says nothing": {
			on("s3:GetObject", full),
			[]string{
				"allowed: user/user01 may call s3:GetObject on arn:aws:s3:::b/a.png",
				"by Statement[0] of policy identity.json (identity)",
			},
		},
		"identity policies are not given": {
			on("s3:GetObject", nil),
			[]string{
				"undecided: whether user/user01 may call s3:GetObject on arn:aws:s3:::b/a.png can't be told from what is given",
				"because the identity policies of the principal are not given (--identity FILE, or --identity none)",
			},
		},
		"there are none": {
			asked{principal: user01, action: "s3:GetObject", resource: "arn:aws:s3:::b/a.png", account: owner, none: true},
			[]string{
				"implicit-deny: nothing lets user/user01 call s3:GetObject on arn:aws:s3:::b/a.png: no identity policy allows it",
				"change an identity policy would have to allow it",
			},
		},
		"a boundary allows less": {
			on("s3:GetObject", map[policy.Layer]string{
				policy.LayerIdentity: anything, policy.LayerBoundary: `{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::c/*"}`,
			}),
			[]string{
				"implicit-deny: nothing lets user/user01 call s3:GetObject on arn:aws:s3:::b/a.png: the permissions boundary does not allow it, and no policy of the resource allows it",
				"change Statement[0] of policy boundary.json allows it only on arn:aws:s3:::c/*",
				"change the permissions boundary would have to allow it, or else the policy of the resource",
			},
		},
		"a service control policy denies to all but some": {
			on("s3:GetObject", map[policy.Layer]string{
				policy.LayerIdentity: anything,
				policy.LayerSCP:      `{"Sid": "Admins", "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/admin"}}}`,
			}),
			[]string{
				"explicit-deny: statement Admins of the service control policy scp.json denies user/user01 s3:GetObject on arn:aws:s3:::b/a.png",
				"by statement Admins of service control policy scp.json (scp)",
				"change statement Admins would not apply if aws:PrincipalArn is like arn:aws:iam::*:role/admin",
				"change without this statement the request would be allowed, by Statement[0] of policy identity.json",
			},
		},
		"one that only denies leaves the rest": {
			on("s3:GetObject", map[policy.Layer]string{
				policy.LayerIdentity: anything, policy.LayerSCP: `{"Effect": "Deny", "Action": "ec2:*", "Resource": "*"}`,
			}),
			[]string{
				"allowed: user/user01 may call s3:GetObject on arn:aws:s3:::b/a.png",
				"by Statement[0] of policy identity.json (identity)",
			},
		},
		"one that allows does so alone": {
			on("s3:GetObject", map[policy.Layer]string{
				policy.LayerIdentity: anything, policy.LayerSCP: `{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}`,
			}),
			[]string{
				"implicit-deny: nothing lets user/user01 call s3:GetObject on arn:aws:s3:::b/a.png: a level of the service control policies does not allow it",
				"change every level of the service control policies would have to allow it",
			},
		},
		"a key is not known": {
			on("s3:GetObject", map[policy.Layer]string{
				policy.LayerIdentity: `{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}`,
			}),
			[]string{
				"undecided: whether user/user01 may call s3:GetObject on arn:aws:s3:::b/a.png can't be told from what is given",
				"because Statement[0] allows it if aws:SourceIp is in 192.0.2.0/24, which is not known",
				"change give --context aws:SourceIp=VALUE, or --context aws:SourceIp= where the request lacks it",
			},
		},
		"the root user needs no policy": {
			asked{principal: owner, action: "s3:PutObject", resource: "arn:aws:s3:::b/a.png", account: owner, file: noUploads},
			[]string{"allowed: the root user of account 111122223333 may call s3:PutObject on arn:aws:s3:::b/a.png, as nothing denies it"},
		},
		"a policy of another bucket has no say": {
			asked{principal: user01, action: "s3:PutObject", resource: "arn:aws:s3:::c/a.png", account: owner, file: noUploads, given: full},
			[]string{
				"allowed: user/user01 may call s3:PutObject on arn:aws:s3:::c/a.png",
				"by Statement[0] of policy identity.json (identity)",
			},
		},
		"the owner is not known": {
			asked{principal: user01, action: "s3:GetObject", resource: "arn:aws:s3:::b/a.png", given: full},
			[]string{
				"undecided: whether user/user01 may call s3:GetObject on arn:aws:s3:::b/a.png can't be told from what is given",
				"because it is not known which account owns the resource (--account)",
				"change where account 111122223333 owns the resource, it is allowed",
				"change where any other account owns the resource, it is denied, as nothing allows it",
			},
		},
		"nor is anything else": {
			asked{principal: user01, action: "s3:GetObject", resource: "arn:aws:s3:::b/a.png", file: `{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}}`},
			[]string{
				"undecided: whether user/user01 may call s3:GetObject on arn:aws:s3:::b/a.png can't be told from what is given",
				"because the identity policies of the principal are not given (--identity FILE, or --identity none)",
				"because Statement[0] allows it if aws:SourceVpce is vpce-1, which is not known",
				"change give --context aws:SourceVpce=VALUE, or --context aws:SourceVpce= where the request lacks it",
			},
		},
		"neither the owner nor the identity policies are known": {
			asked{principal: user01, action: "s3:GetObject", resource: "arn:aws:s3:::b/a.png", file: noUploads},
			[]string{
				"undecided: whether user/user01 may call s3:GetObject on arn:aws:s3:::b/a.png can't be told from what is given",
				"because it is not known which account owns the resource (--account)",
				"because the identity policies of the principal are not given (--identity FILE, or --identity none)",
				"change where account 111122223333 owns the resource, it is undecided",
				"change where any other account owns the resource, it is denied, as nothing allows it",
			},
		},
		"the owner does not matter": {
			asked{principal: user01, action: "s3:PutObject", resource: "arn:aws:s3:::b/a.png", file: noUploads, given: full},
			[]string{
				"explicit-deny: statement NoUploads of the bucket policy file.json denies user/user01 s3:PutObject on arn:aws:s3:::b/a.png",
				"by statement NoUploads of bucket policy file.json (resource)",
				"change without this statement the request would be allowed, by Statement[0] of policy identity.json",
			},
		},
		"a root user assumes no role": {
			asked{principal: owner, action: "sts:AssumeRole", resource: "arn:aws:iam::111122223333:role/A"},
			[]string{
				"implicit-deny: the root user of account 111122223333 may not call sts:AssumeRole on arn:aws:iam::111122223333:role/A: the root user can't assume a role",
				"because the root user can't assume a role",
			},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tc.want, summary(tc.ask(t))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

const team = `
Resources:
  Reports:
    Type: AWS::S3::Bucket
  ReportsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Reports
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Sid: Writer
            Effect: Allow
            Principal: {AWS: !GetAtt Writer.Arn}
            Action: s3:PutObject
            Resource: !Sub ${Reports.Arn}/*
  Writer:
    Type: AWS::IAM::User
    Properties:
      UserName: writer
      PermissionsBoundary: !Ref Fence
      Groups: [!Ref Readers]
  Readers:
    Type: AWS::IAM::Group
    Properties:
      Policies:
        - PolicyName: read
          PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:*Object", Resource: "*"}]}
  Fence:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:GetObject", Resource: "*"}]}
  Machine:
    Type: AWS::IAM::Role
    Properties:
      RoleName: machine
      ManagedPolicyArns: [arn:aws:iam::aws:policy/ReadOnlyAccess]
      AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}]}
      Policies:
        - PolicyName: own
          PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:DeleteObject", Resource: !Sub "${Reports.Arn}/tmp/*"}]}
  Elsewhere:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: arn:aws:iam::111122223333:policy/fence
      AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: []}
      Policies:
        - PolicyName: own
          PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}
  Added:
    Type: AWS::IAM::UserToGroupAddition
    Properties: {GroupName: !Ref Deleters, Users: [writer]}
  Deleters:
    Type: AWS::IAM::Group
    Properties:
      Policies:
        - PolicyName: delete
          PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Deny, Action: "s3:Delete*", Resource: "*"}]}
`

func TestRepliesFromATemplate(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		asked

		want []string
	}{
		"a group within a boundary allows": {
			asked{principal: "Writer", action: "s3:GetObject", resource: "Reports/a.csv"},
			[]string{
				"allowed: Writer may call s3:GetObject on Reports/a.csv",
				"by Statement[0] of group policy Readers (identity)", "by Statement[0] of managed policy Fence (boundary)",
			},
		},
		"the bucket bypasses the boundary": {
			asked{principal: "Writer", action: "s3:PutObject", resource: "Reports/a.csv"},
			[]string{
				"allowed: Writer may call s3:PutObject on Reports/a.csv",
				"by statement Writer of bucket policy ReportsPolicy (resource)",
			},
		},
		"the user's ARN means the user": {
			asked{principal: "arn:aws:iam::111122223333:user/writer", action: "s3:PutObject", resource: "Reports/a.csv", account: owner},
			[]string{
				"allowed: user/writer may call s3:PutObject on Reports/a.csv",
				"by statement Writer of bucket policy ReportsPolicy (resource)",
			},
		},
		"a group that is added denies": {
			asked{principal: "Writer", action: "s3:DeleteObject", resource: "Reports/a.csv"},
			[]string{
				"explicit-deny: Statement[0] of the group policy Deleters denies Writer s3:DeleteObject on Reports/a.csv",
				"by Statement[0] of group policy Deleters (identity)",
				"change without this statement the request would be denied, as nothing allows it",
			},
		},
		"a managed policy is not in the file": {
			asked{principal: "Machine", action: "s3:DeleteObject", resource: "Reports/tmp/x"},
			[]string{
				"undecided: whether Machine may call s3:DeleteObject on Reports/tmp/x can't be told from what is given",
				"because what the managed policy arn:aws:iam::aws:policy/ReadOnlyAccess allows is not known (--identity FILE)",
			},
		},
		"it is given": {
			asked{
				principal: "Machine", action: "s3:DeleteObject", resource: "Reports/tmp/x",
				given: map[policy.Layer]string{policy.LayerIdentity: `{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}`},
			},
			[]string{
				"allowed: Machine may call s3:DeleteObject on Reports/tmp/x", "by Statement[0] of role policy Machine (identity)",
			},
		},
		"a boundary is not in the file": {
			asked{principal: "Elsewhere", action: "s3:GetObject", resource: "Reports/a"},
			[]string{
				"undecided: whether Elsewhere may call s3:GetObject on Reports/a can't be told from what is given",
				"because what the permissions boundary arn:aws:iam::111122223333:policy/fence allows is not known (--boundary FILE)",
			},
		},
		"a service assumes the role": {
			asked{principal: "ec2.amazonaws.com", action: "sts:AssumeRole", resource: "Machine"},
			[]string{
				"allowed: ec2.amazonaws.com may call sts:AssumeRole on Machine",
				"by Statement[0] of trust policy Machine (resource)",
			},
		},
		"the file's bucket may be the one": {
			asked{principal: user01, action: "s3:PutObject", resource: "arn:aws:s3:::some-name/a", account: owner, given: map[policy.Layer]string{policy.LayerIdentity: anything}},
			[]string{
				"undecided: whether user/user01 may call s3:PutObject on arn:aws:s3:::some-name/a can't be told from what is given",
				"because whether bucket policy ReportsPolicy is on this resource can't be told: ask with the logical id as --resource",
			},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tc.file = team
			if diff := cmp.Diff(tc.want, summary(tc.ask(t))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheDecidingStatementHasItsPlace(t *testing.T) {
	t.Parallel()
	reply := asked{principal: "Writer", action: "s3:PutObject", resource: "Reports/a.csv", file: team}.ask(t)
	want := access.Location{
		File: "stack.yaml", Path: "/Resources/ReportsPolicy/Properties/PolicyDocument/Statement/0",
		Start: &access.Position{Line: 12, Column: 13, Offset: 224}, End: &access.Position{Line: 12, Column: 24, Offset: 235},
	}
	got := reply.Statements[0].Location
	if diff := cmp.Diff(want.Start, got.Start); diff != "" || got.File != want.File || got.Path != want.Path {
		t.Errorf("got %+v", got)
	}
	if diff := cmp.Diff(want.End, got.End); diff != "" {
		t.Error(diff)
	}
}

func TestQuestionsThatCantBeUnderstood(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		question access.Question
		want     string
	}{
		"an action without its service": {
			access.Question{Principal: user01, Action: "GetObject", Resource: "*"},
			`--action: "GetObject" is no action; want one as in s3:GetObject`,
		},
		"a pattern of actions": {
			access.Question{Principal: user01, Action: "s3:Get*", Resource: "*"},
			`--action: "s3:Get*" is no action; want one as in s3:GetObject`,
		},
		"a principal that is nowhere": {
			access.Question{Principal: "Nobody", Action: "s3:GetObject", Resource: "*"},
			`--principal: "Nobody" is neither an ARN nor the logical id of a role or user in the files, which declare Writer, Machine, Elsewhere`,
		},
		"a group": {
			access.Question{Principal: "arn:aws:iam::111122223333:group/g", Action: "s3:GetObject", Resource: "*"},
			`--principal: "arn:aws:iam::111122223333:group/g" is no ARN of a role, a user, a session or a root user`,
		},
		"a resource that is nowhere": {
			access.Question{Principal: "Writer", Action: "s3:GetObject", Resource: "Report/a"},
			`--resource: "Report/a" is neither an ARN nor a logical id in the files, which declare Reports, ReportsPolicy, Writer, Readers, Fence, Machine, Elsewhere, Added ...`,
		},
		"half an ARN": {
			access.Question{Principal: "Writer", Action: "s3:GetObject", Resource: "arn:aws:s3:b"},
			`--resource: "arn:aws:s3:b" is no complete ARN`,
		},
		"a pattern of resources": {
			access.Question{Principal: "Writer", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*"},
			`--resource: "arn:aws:s3:::b/*" has a wildcard, and a request is on one resource: name one, or ask for the table of all`,
		},
		"a pattern within a declared resource": {
			access.Question{Principal: "Writer", Action: "s3:GetObject", Resource: "Reports/?.csv"},
			`--resource: "Reports/?.csv" has a wildcard, and a request is on one resource: name one, or ask for the table of all`,
		},
		"a pattern of principals": {
			access.Question{Principal: "arn:aws:iam::111122223333:role/*", Action: "s3:GetObject", Resource: "Reports/a"},
			`--principal: "arn:aws:iam::111122223333:role/*" has a wildcard, and a request is made by one principal`,
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := answer([]access.Input{read(t, "stack.yaml", team, "")}, tc.question)
			if _, ok := errors.AsType[*access.QuestionError](err); !ok || err.Error() != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
}

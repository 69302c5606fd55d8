package access_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/access"
	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// stages is a template whose policies hang on two conditions.
const stages = `
Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod], Default: dev}
  Open: {Type: String, AllowedValues: ["yes", "no"], Default: "no"}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsOpen: !Equals [!Ref Open, "yes"]
  IsFrozen: !Or [!Condition IsProd, !Condition IsOpen]
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
          - Fn::If:
              - IsFrozen
              - {Sid: Frozen, Effect: Deny, Principal: "*", Action: "s3:*", Resource: [!Sub "${Reports.Arn}/*", !GetAtt Reports.Arn]}
              - !Ref AWS::NoValue
          - {Sid: Writer, Effect: Allow, Principal: {AWS: !GetAtt Writer.Arn}, Action: s3:PutObject, Resource: !Sub "${Reports.Arn}/*"}
  Writer:
    Type: AWS::IAM::User
  Partner:
    Type: AWS::IAM::Role
    Condition: IsOpen
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
  Fixed:
    Type: AWS::IAM::Group
    Properties:
      Policies:
        - Fn::If:
            - IsProd
            - PolicyName: extra
              PolicyDocument: {Version: "2012-10-17", Statement: {Effect: Allow, Action: sqs:*, Resource: "*"}}
            - !Ref AWS::NoValue
        - PolicyName: fixed
          PolicyDocument: {Version: "2012-10-17", Statement: {Effect: Allow, Action: sns:*, Resource: "*"}}
`

// inScenarios reads the template in all its scenarios.
func inScenarios(t *testing.T, name string) access.Scenarios {
	t.Helper()
	tree := syntax.Parse(source.New(name, []byte(stages)))
	env := template.Environment{}
	linked := assembly.Link([]assembly.File{{Tree: tree, Kind: assembly.Template}}, env)
	stacks, _ := linked[0].Stacks()
	found, _ := template.Scenarios(stacks, env)
	reader := assembly.NewReader(linked[0])
	var read access.Scenarios
	for _, scenario := range found {
		members := reader.Read(env, scenario)
		document := model.Build(members, env, []model.Section{model.Policies})
		read = append(read, access.Input{Members: members, Document: document})
	}
	return read
}

func TestPoliciesSayInWhichScenariosTheyHold(t *testing.T) {
	t.Parallel()
	report := access.NewReport()
	report.Add(inScenarios(t, "stages.yaml"))
	var got []string
	for _, each := range report.Policies {
		said := fmt.Sprintf("%d: %s", each.Location.Start.Line, each.Name)
		if each.Verdict != nil {
			said += " " + string(each.Verdict.Level)
		}
		got = append(got, said+" "+fmt.Sprint(each.Scenarios))
	}
	want := []string{
		"16: ReportsPolicy none [map[IsFrozen:false]]",
		"16: ReportsPolicy root-only [map[IsFrozen:true]]",
		"30: Partner none [map[IsOpen:true]]",
		"40: Fixed [map[IsProd:true]]",
		"43: Fixed []",
	}
	slices.SortStableFunc(got[:2], func(a, b string) int { return len(a) - len(b) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	validate(t, report)
}

func TestRepliesByScenario(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		principal string
		want      []string
	}{
		"allowed in one, denied in another": {"Writer", []string{
			"undecided []: whether Writer may call s3:PutObject on Reports/a hangs on the conditions of the templates",
			"allowed [map[IsFrozen:false]]: Writer may call s3:PutObject on Reports/a",
			"explicit-deny [map[IsFrozen:true]]: statement Frozen of the bucket policy ReportsPolicy denies Writer s3:PutObject on Reports/a",
		}},
		"only some scenarios have the principal": {"Partner", []string{
			"explicit-deny [map[IsOpen:true]]: statement Frozen of the bucket policy ReportsPolicy denies Partner s3:PutObject on Reports/a",
		}},
		"denied in different ways": {"arn:aws:iam::444455556666:user/eve", []string{
			"implicit-deny []: user/eve may not call s3:PutObject on Reports/a whatever the conditions of the templates are",
			"implicit-deny [map[IsFrozen:false]]: nothing lets user/eve call s3:PutObject on Reports/a: no identity policy allows it, and no policy of the resource allows it",
			"explicit-deny [map[IsFrozen:true]]: statement Frozen of the bucket policy ReportsPolicy denies user/eve s3:PutObject on Reports/a",
		}},
	}
	scenarios, complete := access.Combine([]access.Scenarios{inScenarios(t, "stages.yaml")}, template.MaxScenarios)
	if len(scenarios) != 4 || !complete {
		t.Fatalf("got %d scenarios, complete %t", len(scenarios), complete)
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			question := access.Question{
				Principal: tc.principal, Action: "s3:PutObject", Resource: "Reports/a", NoIdentity: true, Account: owner,
			}
			reply, err := access.Ask(scenarios, question)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, each := range append([]access.Reply{*reply}, reply.Replies...) {
				got = append(got, fmt.Sprintf("%s %v: %s", each.Outcome, each.Scenarios, each.Text))
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			validate(t, reply)
		})
	}
}

func TestScenariosOfSeveralTemplates(t *testing.T) {
	t.Parallel()
	both := []access.Scenarios{inScenarios(t, "a/one.yaml"), inScenarios(t, "a/two.yaml")}
	if scenarios, complete := access.Combine(both, 16); len(scenarios) != 16 || !complete {
		t.Errorf("got %d scenarios, complete %t", len(scenarios), complete)
	}
	scenarios, complete := access.Combine(both, 10)
	if len(scenarios) != 10 || complete {
		t.Errorf("got %d scenarios, complete %t", len(scenarios), complete)
	}
	reply, err := access.Ask(scenarios, access.Question{Principal: "a/one.yaml#Partner", Action: "sns:ListTopics", Resource: "*"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]map[string]bool{{"one.yaml#IsOpen": true}}, reply.Scenarios); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

package analyzer_test

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/rules"
)

// knowing returns the settings of a file under facts, with all rules on.
func knowing(known template.Known) analyzer.Settings {
	return analyzer.Settings{
		Account: "111122223333", Region: "eu-west-1", Known: known,
		On: func(rule.Rule) bool { return true }, SeverityOf: func(rule.Rule) rule.Severity { return 0 },
	}
}

// bucketDenying is a bucket with a policy that denies everything under a condition.
func bucketDenying(condition string) string {
	return `
Resources:
  Data: {Type: AWS::S3::Bucket}
  DataPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Data
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Deny, Principal: "*", Action: "s3:*", Resource: [!GetAtt Data.Arn, !Sub "${Data.Arn}/*"],
             Condition: {` + condition + `}}
`
}

const privateNetwork = `
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
  Sub: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Tie: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Sub, RouteTableId: !Ref Table}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: app, VpcId: !Ref Vpc}}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore]
  App: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Sub, SecurityGroupIds: [!Ref Group], IamInstanceProfile: !Ref Profile}}
`

const toHub = `
  Out: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, TransitGatewayId: tgw-0a1b2c3d4e5f60718}}
`

const database = `
  Data:
    Type: AWS::EC2::SecurityGroup
    Properties:
      {GroupDescription: data, VpcId: !Ref Vpc, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: 10.0.0.0/8}]}
  Subs: {Type: AWS::RDS::DBSubnetGroup, Properties: {DBSubnetGroupDescription: data, SubnetIds: [!Ref Sub]}}
  Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, DBSubnetGroupName: !Ref Subs, VPCSecurityGroups: [!Ref Data]}}
`

// TestFactsDecideFindings asks all rules about a template without and with a fact, for what the fact is about.
func TestFactsDecideFindings(t *testing.T) {
	t.Parallel()
	const conditional = "lockout/conditional-recovery"
	tests := map[string]struct {
		text          string
		known         template.Known
		about         string   // the families
		before, after []string // findings, and with a question mark what is undecided
	}{
		"a break-glass role": {
			bucketDenying(`ArnNotLike: {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/BreakGlass"}`),
			template.Known{BreakGlass: []string{"arn:aws:iam::*:role/BreakGlass"}},
			"lockout",
			[]string{conditional},
			nil,
		},
		"a break-glass role that is not spared": {
			bucketDenying(`ArnNotLike: {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/Breakglass"}`),
			template.Known{BreakGlass: []string{"arn:aws:iam::*:role/BreakGlass"}},
			"lockout",
			[]string{conditional},
			[]string{conditional},
		},
		"the organization": {
			bucketDenying(`StringNotEquals: {"aws:PrincipalOrgID": o-a1b2c3d4e5}`),
			template.Known{Organization: "o-a1b2c3d4e5"},
			"lockout",
			[]string{conditional},
			nil,
		},
		"another organization": {
			bucketDenying(`StringNotEquals: {"aws:PrincipalOrgID": o-a1b2c3d4e5}`),
			template.Known{Organization: "o-ffffffffff"},
			"lockout",
			[]string{conditional},
			[]string{"lockout/root-only-recovery"},
		},
		"the addresses of an office": {
			bucketDenying(`NotIpAddress: {"aws:SourceIp": 198.51.100.0/24}`),
			template.Known{OnPremises: []netip.Prefix{netip.MustParsePrefix("198.51.100.0/24")}},
			"lockout",
			[]string{conditional},
			nil,
		},
		"networks on premises have no groups": {
			privateNetwork + database,
			template.Known{OnPremises: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}},
			"security-group",
			[]string{"security-group/tier-open-by-cidr"},
			nil,
		},
		"endpoints provided centrally": {
			privateNetwork + toHub,
			template.Known{Endpoints: []string{"ssm", "ssmmessages"}},
			"ssm",
			[]string{"?ssm/private-subnet-without-endpoints"},
			nil,
		},
		"endpoints that no route leads to": {
			privateNetwork,
			template.Known{Endpoints: []string{"ssm", "ssmmessages"}},
			"ssm",
			[]string{"ssm/private-subnet-without-endpoints"},
			[]string{"ssm/private-subnet-without-endpoints"},
		},
		"old agents": {
			privateNetwork,
			template.Known{LegacyAgent: true},
			"ssm",
			[]string{"ssm/private-subnet-without-endpoints"},
			[]string{"ssm/legacy-ec2messages", "ssm/private-subnet-without-endpoints"},
		},
	}
	subject, err := analyzer.New(rules.FS(), analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ask := func(known template.Known) (said []string) {
				configured := subject.With(analyzer.Configuration{
					SettingsOf: func(string) analyzer.Settings { return knowing(known) },
				})
				report, err := configured.Analyze(t.Context(), []*source.File{source.New("app.yaml", []byte(test.text))})
				if err != nil {
					t.Fatal(err)
				}
				for _, found := range report.Findings {
					said = append(said, found.Rule)
				}
				for _, question := range report.Undecided {
					said = append(said, "?"+question.Rule)
				}
				said = slices.DeleteFunc(said, func(id string) bool {
					return !strings.HasPrefix(strings.TrimPrefix(id, "?"), test.about+"/")
				})
				slices.Sort(said)
				return slices.Clip(append([]string(nil), slices.Compact(said)...))
			}
			want, got := [][]string{test.before, test.after}, [][]string{ask(template.Known{}), ask(test.known)}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("before and after differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestNoFactHidesALockout gives facts that are about none of the fixtures of lockouts: what these are for is found all
// the same.
func TestNoFactHidesALockout(t *testing.T) {
	t.Parallel()
	known := template.Known{
		BreakGlass: []string{"arn:*:iam::*:role/Unheard-Of-*", "arn:*:iam::999999999999:user/*"},
		OnPremises: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, Endpoints: []string{"kms"},
	}
	subject, err := analyzer.New(rules.FS(), analyzer.Options{Select: []string{"lockout"}})
	if err != nil {
		t.Fatal(err)
	}
	configured := subject.With(analyzer.Configuration{SettingsOf: func(string) analyzer.Settings {
		settings := knowing(known)
		settings.Account, settings.Region = "", ""
		return settings
	}})
	paths, err := filepath.Glob("../fixtures/rules/lockout/*/bad-*")
	if err != nil || len(paths) < 20 {
		t.Fatalf("fixtures: %v, %v", paths, err)
	}
	for _, path := range paths {
		if filepath.Ext(path) == ".want" {
			continue
		}
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file := []*source.File{source.New(filepath.Base(path), content)}
		before, errBefore := subject.Analyze(t.Context(), file)
		after, errAfter := configured.Analyze(t.Context(), file)
		if errBefore != nil || errAfter != nil {
			t.Fatal(errBefore, errAfter)
		}
		said := func(report *finding.Report) (all []string) {
			for _, found := range report.Findings {
				all = append(all, found.Rule+": "+found.Message)
			}
			return all
		}
		if diff := cmp.Diff(said(before), said(after)); diff != "" {
			t.Errorf("%s (-without +with facts):\n%s", path, diff)
		}
	}
}

// TestTheKnownBreakGlassIsOfferedInFixes in place of the name of an example.
func TestTheKnownBreakGlassIsOfferedInFixes(t *testing.T) {
	t.Parallel()
	subject, err := analyzer.New(rules.FS(), analyzer.Options{Select: []string{"lockout/root-only-recovery"}})
	if err != nil {
		t.Fatal(err)
	}
	file := []*source.File{source.New("app.yaml", []byte(bucketDenying(`StringNotEquals: {"aws:PrincipalAccount": "999999999999"}`)))}
	for pattern, want := range map[string]string{
		"arn:aws:iam::*:role/ops/Emergency":         ":role/ops/Emergency",
		"arn:aws:iam::*:role/Emergency-*":           ":role/BreakGlass",
		"arn:aws:iam::444455556666:role/ops/Locals": ":role/BreakGlass",
	} {
		configured := subject.With(analyzer.Configuration{SettingsOf: func(string) analyzer.Settings {
			return knowing(template.Known{BreakGlass: []string{pattern}})
		}})
		report, err := configured.Analyze(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		if len(report.Findings) != 1 || report.Findings[0].Fix == nil {
			t.Fatalf("%s: found %+v, want one finding with a fix", pattern, report.Findings)
		}
		if made := fmt.Sprint(report.Findings[0].Fix.Edits); !strings.Contains(made, want) {
			t.Errorf("%s: the fix is %s, want %s in it", pattern, made, want)
		}
	}
}

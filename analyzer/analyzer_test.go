package analyzer_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/rules"
)

const locked = `Statement:
  - Effect: Deny
    Principal: "*"
    Action: s3:*
    Resource: arn:aws:s3:::b
Version: "2012-10-17"
`

// analyze runs the built-in rules over files given as name and text.
func analyze(t *testing.T, options analyzer.Options, texts map[string]string) *finding.Report {
	t.Helper()
	analysis, err := analyzer.New(rules.FS(), options)
	if err != nil {
		t.Fatal(err)
	}
	var files []*source.File
	for name, text := range texts {
		files = append(files, source.New(name, []byte(text)))
	}
	report, err := analysis.Analyze(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// said lists the findings of a report as file:line:column rule.
func said(report *finding.Report) []string {
	var lines []string
	for _, found := range report.Findings {
		start := found.Location.Span.Start
		lines = append(lines, fmt.Sprintf("%s:%d:%d %s", found.Location.File, start.Line, start.Column, found.Rule))
	}
	return lines
}

func TestTheReportIsTheSameForAnyNumberOfJobs(t *testing.T) {
	t.Parallel()
	texts := map[string]string{}
	for i := range 40 {
		texts[fmt.Sprintf("p%02d.yaml", i)] = locked
	}
	want := analyze(t, analyzer.Options{Jobs: 1}, texts)
	if len(want.Findings) == 0 {
		t.Fatal("there is nothing to compare")
	}
	for _, jobs := range []int{2, 7, 64} {
		got := analyze(t, analyzer.Options{Jobs: jobs}, texts)
		if diff := cmp.Diff(want.Findings, got.Findings); diff != "" {
			t.Errorf("%d jobs mismatch (-one job +got):\n%s", jobs, diff)
		}
	}
}

func TestOneBrokenFileCostsNoOtherItsResult(t *testing.T) {
	t.Parallel()
	report := analyze(t, analyzer.Options{}, map[string]string{
		"broken.yaml": "Resources:\n  A: {Type: AWS::S3::Bucket\n",
		"locked.yaml": locked,
		"other.txt":   "just a text",
	})
	rulesByFile := map[string]bool{}
	for _, found := range report.Findings {
		rulesByFile[found.Location.File+" "+found.Rule] = true
	}
	if !rulesByFile["broken.yaml syntax/invalid-document"] || !rulesByFile["locked.yaml lockout/root-only-recovery"] {
		t.Errorf("findings = %v, want one for the broken and one for the locked file", said(report))
	}
	want := finding.Summary{Files: 2, Templates: 1, Policies: 1, Findings: report.Summary.Findings}
	if diff := cmp.Diff(want, report.Summary); diff != "" {
		t.Errorf("summary mismatch (-want +got):\n%s", diff)
	}
	if len(report.Notices) != 1 || report.Notices[0].File != "other.txt" || !report.Notices[0].Detail {
		t.Errorf("notices = %+v, want one detail about other.txt", report.Notices)
	}
}

func TestOnlyTheFirstOfSeveralDocumentsIsAnalysedAndSaidSo(t *testing.T) {
	t.Parallel()
	report := analyze(t, analyzer.Options{}, map[string]string{"a.yaml": locked + "---\n" + locked})
	if len(report.Findings) != 1 {
		t.Errorf("findings = %v, want one", said(report))
	}
	if len(report.Notices) != 1 || report.Notices[0].Message != "only the first of 2 YAML documents is analysed" {
		t.Errorf("notices = %+v", report.Notices)
	}
}

func TestMinSeverityDropsWhatIsMilder(t *testing.T) {
	t.Parallel()
	texts := map[string]string{"a.yaml": locked}
	if report := analyze(t, analyzer.Options{MinSeverity: rule.Critical}, texts); len(report.Findings) > 0 {
		t.Errorf("findings = %v, want none", said(report))
	}
	if report := analyze(t, analyzer.Options{MinSeverity: rule.High}, texts); len(report.Findings) != 1 {
		t.Errorf("findings = %v, want one", said(report))
	}
}

func TestFingerprintsDoNotDependOnLines(t *testing.T) {
	t.Parallel()
	before := analyze(t, analyzer.Options{}, map[string]string{"a.yaml": locked})
	after := analyze(t, analyzer.Options{}, map[string]string{"a.yaml": "# a comment\n\n" + locked})
	if before.Findings[0].Fingerprint != after.Findings[0].Fingerprint {
		t.Error("the fingerprint changes with the line")
	}
	elsewhere := analyze(t, analyzer.Options{}, map[string]string{"b.yaml": locked})
	if before.Findings[0].Fingerprint == elsewhere.Findings[0].Fingerprint {
		t.Error("two files give one fingerprint")
	}
}

// ownerTag is a rule of a user: house/owner-tag.
const ownerTag = `# METADATA
# title: Bucket without an owner tag
# description: Says who to ask.
# related_resources:
#   - description: Tagging resources
#     ref: https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   remediation: Add the tag.
#   resources: [AWS::S3::Bucket]
package rules.house["owner-tag"]

findings contains finding if {
	some id in input.by_type["AWS::S3::Bucket"]
	resource := input.resources[id]
	not resource.properties.Tags

	finding := {"message": $"{resource.name} has no owner", "at": resource.at}
}
`

func TestUserRulesAreAddedAndHeldToTheContract(t *testing.T) {
	t.Parallel()
	own := fstest.MapFS{"house/owner-tag/owner_tag.rego": {Data: []byte(ownerTag)}}
	report := analyze(t, analyzer.Options{UserRules: own, Select: []string{"house"}}, map[string]string{
		"a.yaml": "Resources:\n  B: {Type: AWS::S3::Bucket}\n",
	})
	if diff := cmp.Diff([]string{"a.yaml:2:3 house/owner-tag"}, said(report)); diff != "" {
		t.Errorf("findings mismatch (-want +got):\n%s", diff)
	}

	broken := fstest.MapFS{"house/owner-tag/owner_tag.rego": {Data: []byte(ownerTag + "\nx := http.send({})\n")}}
	if _, err := analyzer.New(rules.FS(), analyzer.Options{UserRules: broken}); err == nil {
		t.Error("a rule that reaches the network is taken")
	} else {
		t.Logf("the error reads: %v", err)
	}
}

func TestAnEndedContextEndsTheRun(t *testing.T) {
	t.Parallel()
	analysis, err := analyzer.New(rules.FS(), analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = analysis.Analyze(ctx, []*source.File{source.New("a.yaml", []byte(locked))})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Analyze = %v, want context.Canceled", err)
	}
}

func TestModelsAreInTheOrderOfTheFiles(t *testing.T) {
	t.Parallel()
	options := analyzer.Options{Account: "111122223333", Parameters: map[string]string{"Nope": "x"}}
	analysis, err := analyzer.New(rules.FS(), options)
	if err != nil {
		t.Fatal(err)
	}
	documents, notices, err := analysis.Models(t.Context(), []*source.File{
		source.New("b.yaml", []byte(locked)), source.New("other.txt", nil), source.New("a.yaml", []byte(locked)),
	})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, document := range documents {
		names = append(names, document.Files[0].Name)
		if *document.Account != "111122223333" {
			t.Errorf("account = %s", *document.Account)
		}
	}
	if diff := cmp.Diff([]string{"b.yaml", "a.yaml"}, names); diff != "" {
		t.Errorf("names mismatch (-want +got):\n%s", diff)
	}
	wanted := []finding.Notice{
		{File: "other.txt", Message: "left out: empty", Detail: true},
		{Message: "no template declares the given parameter Nope"},
	}
	if diff := cmp.Diff(wanted, notices); diff != "" {
		t.Errorf("notices mismatch (-want +got):\n%s", diff)
	}
}

// switched has an open rule in one branch of a condition, and conditions that do not matter to it.
const switched = `Parameters:
  Env: {Type: String, AllowedValues: [dev, test, prod], Default: prod}
  Size: {Type: String, AllowedValues: [small, large], Default: small}
Conditions:
  IsDev: !Equals [!Ref Env, dev]
  IsProd: !Equals [!Ref Env, prod]
  IsLarge: !Equals [!Ref Size, large]
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: !If [IsLarge, large, !If [IsProd, prod, other]]
      SecurityGroupIngress:
        - {IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: !If [IsDev, 0.0.0.0/0, 10.0.0.0/8]}
`

func TestAFindingOfSomeScenariosNamesWhatTheyHaveInCommon(t *testing.T) {
	t.Parallel()
	report := analyze(t, analyzer.Options{Select: []string{"security-group"}}, map[string]string{"a.yaml": switched})
	if len(report.Findings) != 1 {
		t.Fatalf("findings = %v, want one", said(report))
	}
	if diff := cmp.Diff(map[string]bool{"IsDev": true}, report.Findings[0].Scenario); diff != "" {
		t.Errorf("scenario mismatch (-want +got):\n%s", diff)
	}
	var related []string
	for _, step := range report.Findings[0].Related {
		related = append(related, step.Message)
	}
	if !slices.Contains(related, "condition IsDev is true") {
		t.Errorf("related = %v, want the condition among them", related)
	}
}

func TestAFindingOfAllScenariosNamesNone(t *testing.T) {
	t.Parallel()
	text := strings.Replace(switched, "!If [IsDev, 0.0.0.0/0, 10.0.0.0/8]", "0.0.0.0/0", 1)
	report := analyze(t, analyzer.Options{Select: []string{"security-group"}}, map[string]string{"a.yaml": text})
	if len(report.Findings) != 1 || report.Findings[0].Scenario != nil {
		t.Errorf("findings = %+v, want one without a scenario", report.Findings)
	}
}

func TestAGivenParameterLeavesOneScenario(t *testing.T) {
	t.Parallel()
	options := analyzer.Options{
		Select: []string{"security-group"}, Parameters: map[string]string{"Env": "dev", "Nope": "x"},
	}
	report := analyze(t, options, map[string]string{"a.yaml": switched})
	if len(report.Findings) != 1 || report.Findings[0].Scenario != nil {
		t.Errorf("findings = %+v, want one without a scenario", report.Findings)
	}
	want := []finding.Notice{{Message: "no template declares the given parameter Nope"}}
	if diff := cmp.Diff(want, report.Notices); diff != "" {
		t.Errorf("notices mismatch (-want +got):\n%s", diff)
	}
}

func TestMoreScenariosThanTheBoundAreSaidSo(t *testing.T) {
	t.Parallel()
	var parameters, conditions, resources strings.Builder
	for i := range 20 {
		fmt.Fprintf(&parameters, "  P%d: {Type: String, AllowedValues: [a, b], Default: a}\n", i)
		fmt.Fprintf(&conditions, "  C%d: !Equals [!Ref P%d, b]\n", i, i)
		fmt.Fprintf(&resources, "  G%d: {Type: AWS::EC2::SecurityGroup, Condition: C%d, "+
			"Properties: {GroupDescription: g, SecurityGroupIngress: "+
			"[{IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: 0.0.0.0/0}]}}\n", i, i)
	}
	text := "Parameters:\n" + parameters.String() + "Conditions:\n" + conditions.String() + "Resources:\n" + resources.String()
	report := analyze(t, analyzer.Options{Select: []string{"security-group"}}, map[string]string{"a.yaml": text})
	if len(report.Findings) != 20 {
		t.Errorf("%d findings, want one for each group, whatever the bound", len(report.Findings))
	}
	for i, found := range report.Findings {
		if diff := cmp.Diff(map[string]bool{fmt.Sprintf("C%d", i): true}, found.Scenario); diff != "" {
			t.Errorf("scenario of G%d mismatch (-want +got):\n%s", i, diff)
		}
	}
	if len(report.Notices) != 1 || !strings.Contains(report.Notices[0].Message, "more scenarios than the 64") {
		t.Errorf("notices = %+v, want one about the bound", report.Notices)
	}
}

func TestLinkedStacksAreOneNetwork(t *testing.T) {
	t.Parallel()
	texts := map[string]string{
		"net.yaml": `Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
Outputs:
  S: {Value: !Ref Subnet, Export: {Name: net-subnet}}
  V: {Value: !Ref Vpc, Export: {Name: net-vpc}}
`,
		"app.yaml": `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore]
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
  Server:
    Type: AWS::EC2::Instance
    Properties: {SubnetId: !ImportValue net-subnet, IamInstanceProfile: !Ref Profile}
`,
	}
	report := analyze(t, analyzer.Options{Select: []string{"ssm"}}, texts)
	if diff := cmp.Diff([]string{"net.yaml:2:3 ssm/private-subnet-without-endpoints"}, said(report)); diff != "" {
		t.Errorf("findings mismatch (-want +got):\n%s", diff)
	}
	delete(texts, "net.yaml")
	if alone := analyze(t, analyzer.Options{Select: []string{"ssm"}}, texts); len(alone.Findings) > 0 {
		t.Errorf("findings without the network = %v, want none", said(alone))
	}
}

func TestARuleThatFailsCostsNoOtherItsFindings(t *testing.T) {
	t.Parallel()
	const rego = `# METADATA
# title: Rule that fails
# description: It divides by zero.
# related_resources:
#   - description: Division
#     ref: https://example.com
# schemas:
#   - input: schema.document
# custom:
#   severity: low
#   confidence: high
#   since: 0.1.0
#   remediation: None.
package rules.house.failing

findings contains finding if {
	count(input.files) / (count(input.files) - 1) > 0

	finding := {"message": "never", "at": "a.yaml#"}
}
`
	own := fstest.MapFS{"house/failing/failing.rego": {Data: []byte(rego)}}
	analysis, err := analyzer.New(rules.FS(), analyzer.Options{UserRules: own})
	if err != nil {
		t.Fatal(err)
	}
	report, err := analysis.Analyze(t.Context(), []*source.File{
		source.New("a.yaml", []byte(locked)), source.New("b.yaml", []byte(locked)),
	})
	if err == nil || !strings.Contains(err.Error(), "house/failing") || strings.Count(err.Error(), "house/failing/") != 1 {
		t.Errorf("error = %v, want it to name the rule once", err)
	}
	if report == nil || len(report.Findings) != 2 {
		t.Fatalf("report = %+v, want the findings of the other rules", report)
	}
	if !slices.ContainsFunc(report.Notices, func(notice finding.Notice) bool { return notice.Fault }) {
		t.Errorf("notices = %+v, want a fault among them", report.Notices)
	}
}

func TestFingerprintsDoNotDependOnTheFolderOfTheRun(t *testing.T) {
	t.Parallel()
	fromRoot := analyze(t, analyzer.Options{}, map[string]string{"infra/a.yaml": locked})
	fromFolder := analyze(t, analyzer.Options{Base: "infra"}, map[string]string{"a.yaml": locked})
	if fromRoot.Findings[0].Fingerprint != fromFolder.Findings[0].Fingerprint {
		t.Error("the fingerprint changes with the folder of the run")
	}
}

func TestWhatAnAliasRepeatsIsSaidOnceAndInItsScenario(t *testing.T) {
	t.Parallel()
	report := analyze(t, analyzer.Options{Select: []string{"security-group"}}, map[string]string{"a.yaml": `Parameters:
  Env: {Type: String, AllowedValues: [dev, prod], Default: prod}
Conditions:
  IsDev: !Equals [!Ref Env, dev]
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Condition: IsDev
    Properties:
      GroupDescription: twice the same rule
      SecurityGroupIngress:
        - &open {IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: 0.0.0.0/0}
        - *open
`})
	for _, found := range report.Findings {
		if diff := cmp.Diff(map[string]bool{"IsDev": true}, found.Scenario); diff != "" {
			t.Errorf("scenario of %s mismatch (-want +got):\n%s", found.Message, diff)
		}
	}
	places := said(report)
	slices.Sort(places)
	if len(places) == 0 || len(slices.Compact(slices.Clone(places))) != len(places) {
		t.Errorf("findings = %v, want each once", places)
	}
}

func TestWhatCDKMadeNamesItsConstruct(t *testing.T) {
	t.Parallel()
	report := analyze(t, analyzer.Options{Select: []string{"security-group"}}, map[string]string{"a.json": `{"Resources": {"G1A2B": {
		"Type": "AWS::EC2::SecurityGroup",
		"Properties": {"SecurityGroupIngress": [{"IpProtocol": "icmp", "FromPort": -1, "ToPort": -1, "CidrIp": "0.0.0.0/0"}]},
		"Metadata": {"aws:cdk:path": "Stack/Web/Group/Resource"}
	}}}`})
	want := []finding.Note{{Label: "cdk", Text: "made by the construct Stack/Web/Group/Resource"}}
	if diff := cmp.Diff(want, report.Findings[0].Notes); diff != "" {
		t.Errorf("notes mismatch (-want +got):\n%s", diff)
	}
}

func TestAnIncludedFileIsPartOfTheTemplate(t *testing.T) {
	t.Parallel()
	open := func(name string) ([]byte, error) {
		if name != "infra/parts/rules.yaml" {
			return nil, fs.ErrNotExist
		}
		return []byte("SecurityGroupIngress: [{IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: 0.0.0.0/0}]"), nil
	}
	texts := map[string]string{"infra/a.yaml": `Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: g
      Fn::Transform: {Name: AWS::Include, Parameters: {Location: parts/rules.yaml}}
`}
	report := analyze(t, analyzer.Options{Select: []string{"security-group"}, Open: open}, texts)
	if len(report.Findings) != 1 || report.Findings[0].Location.Span.Start.Line != 6 {
		t.Errorf("findings = %v, want one at the call", said(report))
	}
	without := analyze(t, analyzer.Options{Select: []string{"security-group"}}, texts)
	if len(without.Findings) != 0 {
		t.Errorf("findings without the file = %v, want none", said(without))
	}
}

func TestAGivenValueThatIsRefusedIsNotShown(t *testing.T) {
	t.Parallel()
	options := analyzer.Options{Parameters: map[string]string{"Key": "hunter2!"}}
	report := analyze(t, options, map[string]string{"a.yaml": `
Parameters: {Key: {Type: String, NoEcho: true, AllowedPattern: "[a-z]+"}}
Resources: {B: {Type: AWS::S3::Bucket}}
`})
	want := []finding.Notice{{File: "a.yaml", Message: "parameter Key does not take the given value"}}
	if diff := cmp.Diff(want, report.Notices); diff != "" {
		t.Errorf("notices mismatch (-want +got):\n%s", diff)
	}
}

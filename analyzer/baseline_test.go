package analyzer_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/baseline"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/rules"
)

// pinging has two findings, of the group and of the policy.
const pinging = `Conditions: {InEurope: !Equals [!Ref AWS::Region, eu-west-1]}
Resources:
  Web:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: web servers
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}
        - {IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: 0.0.0.0/0}
  Jobs:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [https://sqs.eu-west-1.amazonaws.com/111122223333/jobs]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: arn:aws:iam::111122223333:role/Worker}
            Action: sqs:ReceiveMessage
            Resource: "*"
          - Effect: Deny
            Principal: "*"
            Action: sqs:*
            Resource: "*"
`

const icmp = "        - {IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: 0.0.0.0/0}\n"

// against analyses files with the baseline of others.
func against(
	t *testing.T, options analyzer.Options, before, after map[string]string, unread ...string,
) (*finding.Report, *baseline.Set) {
	t.Helper()
	same := func(name string) string { return name }
	known := baseline.NewSet(analyzer.BaselineOf(analyze(t, analyzer.Options{}, before), same), baseline.Run{
		Files: slices.Sorted(maps.Keys(after)), Name: same,
		Exists: func(name string) bool { return slices.Contains(unread, name) || after[name] != "" },
		Covers: func(string) bool { return true },
	})
	analysis, err := analyzer.New(rules.FS(), options)
	if err != nil {
		t.Fatal(err)
	}
	var files []*source.File
	for name, text := range after {
		files = append(files, source.New(name, []byte(text)))
	}
	report, err := analysis.Against(analyzer.Everywhere(known)).Analyze(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	return report, known
}

// TestABaselineHoldsWhatIsKnown changes a template whose findings are in the baseline.
func TestABaselineHoldsWhatIsKnown(t *testing.T) {
	t.Parallel()
	replaced := func(old, replacement string) map[string]string {
		return map[string]string{"a.yaml": strings.Replace(pinging, old, replacement, 1)}
	}
	statements := strings.Index(pinging, "          - Effect: Allow")
	deny := strings.Index(pinging, "          - Effect: Deny")
	tests := map[string]struct {
		options     analyzer.Options
		after       map[string]string
		fresh       []string
		known, gone int
	}{
		"nothing has changed":      {after: map[string]string{"a.yaml": pinging}, known: 2},
		"lines have moved":         {after: replaced("Resources:", "# a comment\n\nResources:"), known: 2},
		"values are written apart": {after: replaced("FromPort: -1,", "FromPort: \"-1\",\n          "), known: 2},
		"an item has moved in its list": {
			after: replaced("        - {IpProtocol: tcp", "        - {IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}\n        - {IpProtocol: tcp"), known: 2,
		},
		"statements have changed places": {
			after: map[string]string{"a.yaml": pinging[:statements] + pinging[deny:] + pinging[statements:deny]}, known: 2,
		},
		"a condition is around it": {
			after: replaced(icmp, "        - !If [InEurope, {IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: 0.0.0.0/0}, !Ref AWS::NoValue]\n"),
			known: 2,
		},
		"the file is renamed":           {after: map[string]string{"b.yaml": pinging}, known: 2},
		"the file is in another folder": {after: map[string]string{"stacks/a.yaml": pinging}, known: 2},
		"a copy is new": {
			after: map[string]string{"a.yaml": pinging, "b.yaml": pinging},
			fresh: []string{"b.yaml:9:40 security-group/open-icmp", "b.yaml:21:13 lockout/root-only-recovery"}, known: 2,
		},
		"a renamed resource is new": {
			after: replaced("  Web:", "  Shop:"), fresh: []string{"a.yaml:9:40 security-group/open-icmp"}, known: 1, gone: 1,
		},
		"another network is new": {
			after: replaced("icmp, FromPort: -1, ToPort: -1, CidrIp: 0.0.0.0/0", "icmpv6, FromPort: -1, ToPort: -1, CidrIpv6: ::/0"),
			fresh: []string{"a.yaml:9:42 security-group/open-icmp"}, known: 1, gone: 1,
		},
		"a second one is new": {
			after: replaced(icmp, icmp+icmp), fresh: []string{"a.yaml:10:40 security-group/open-icmp"}, known: 2,
		},
		"one is mended":                            {after: replaced(icmp, ""), known: 1, gone: 1},
		"a suppression takes the entry's place":    {after: replaced(icmp, strings.TrimRight(icmp, "\n")+" # latchkey: ignore[open-icmp] reason=on purpose\n"), known: 1, gone: 1},
		"a rule that is off leaves nothing gone":   {options: analyzer.Options{Ignore: []string{"lockout"}}, after: replaced("", ""), known: 1},
		"what is too mild is neither new nor gone": {options: analyzer.Options{MinSeverity: rule.High}, after: replaced("", ""), known: 1},
		"what is undecided is not gone": {
			after: replaced("CidrIp: 0.0.0.0/0}\n  Jobs", "CidrIp: !ImportValue open}\n  Jobs"), known: 1,
		},
		"a broken file hides the others, so nothing is gone": {
			after: replaced("Resources:", "Resources: {"), fresh: []string{"a.yaml:2:12 syntax/invalid-document"},
		},
		"even where nobody asks for that": {
			options: analyzer.Options{Ignore: []string{"syntax"}}, after: replaced("Resources:", "Resources: {"),
		},
		"a file that is no template any more has nothing": {after: map[string]string{"a.yaml": "key: value\n"}, gone: 2},
		"a file that is deleted has nothing":              {after: map[string]string{"z.yaml": "key: value\n"}, gone: 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, _ := against(t, test.options, map[string]string{"a.yaml": pinging}, test.after)
			if diff := cmp.Diff(test.fresh, said(report)); diff != "" {
				t.Errorf("findings differ (-want +got):\n%s", diff)
			}
			want := &finding.Baseline{Known: test.known, Gone: test.gone}
			if diff := cmp.Diff(want, report.Summary.Baseline); diff != "" {
				t.Errorf("counts differ (-want +got):\n%s", diff)
			}
			count := 0
			for _, number := range report.Summary.Findings {
				count += number
			}
			if count != len(report.Findings) {
				t.Errorf("the summary counts %d findings of %d", count, len(report.Findings))
			}
		})
	}
}

func TestARunOverSomeFilesLeavesTheOthersInTheBaseline(t *testing.T) {
	t.Parallel()
	both := map[string]string{"a.yaml": pinging, "b.yaml": pinging}
	report, known := against(t, analyzer.Options{}, both, map[string]string{"b.yaml": pinging}, "a.yaml")
	if diff := cmp.Diff(&finding.Baseline{Known: 2}, report.Summary.Baseline); diff != "" {
		t.Errorf("counts differ (-want +got):\n%s", diff)
	}
	if got := len(known.Kept()); got != 4 {
		t.Errorf("%d entries are kept, want 4", got)
	}
}

func TestNothingIsGoneWhereNotAllScenariosWereExamined(t *testing.T) {
	t.Parallel()
	var parameters, conditions, resources strings.Builder
	for i := range 20 {
		fmt.Fprintf(&parameters, "  P%d: {Type: String, AllowedValues: [a, b], Default: a}\n", i)
		fmt.Fprintf(&conditions, "  C%d: !Equals [!Ref P%d, b]\n", i, i)
		fmt.Fprintf(&resources, "  G%d: {Type: AWS::EC2::SecurityGroup, Condition: C%d, "+
			"Properties: {GroupDescription: g, SecurityGroupIngress: "+
			"[{IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: 0.0.0.0/0}]}}\n", i, i)
	}
	before := "Parameters:\n" + parameters.String() + "Conditions:\n" + conditions.String() +
		"Resources:\n" + resources.String()
	after := strings.Replace(before, "0.0.0.0/0", "10.0.0.0/8", 1)
	report, known := against(t, analyzer.Options{}, map[string]string{"a.yaml": before}, map[string]string{"a.yaml": after})
	if report.Summary.Baseline.Gone > 0 || len(known.Open()) == 0 || len(report.Findings) > 0 {
		t.Errorf("counts %v, open %v", report.Summary.Baseline, known.Open())
	}
}

func TestAFileThatCantBeReadIsKnownAndSaidSo(t *testing.T) {
	t.Parallel()
	broken := map[string]string{"a.yaml": "Resources: {Web: {Type: AWS::EC2::SecurityGroup}\n"}
	report, _ := against(t, analyzer.Options{}, broken, broken)
	if len(report.Findings) > 0 || report.Summary.Baseline.Known != 1 {
		t.Errorf("findings = %v, counts %v", said(report), report.Summary.Baseline)
	}
	want := []finding.Notice{{Message: "1 file in the baseline can't be read, so nothing else in it was checked"}}
	if diff := cmp.Diff(want, report.Notices); diff != "" {
		t.Errorf("notices differ (-want +got):\n%s", diff)
	}
}

// TestEveryFindingOfTheFixturesIsItsOwnEntry holds the findings of fixtures against their own baseline, as
// they are, in another folder and with other names.
func TestEveryFindingOfTheFixturesIsItsOwnEntry(t *testing.T) {
	t.Parallel()
	texts := map[string]string{}
	tree := os.DirFS("../fixtures")
	for _, pattern := range []string{"rules/security-group/*/bad-*.yaml", "rules/*/*/bad-*.json", "scenarios/*/*.yaml"} {
		names, err := fs.Glob(tree, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := fs.ReadFile(tree, name)
			if err != nil {
				t.Fatal(err)
			}
			texts[name] = string(text)
		}
	}
	want := &finding.Baseline{Known: len(analyze(t, analyzer.Options{}, texts).Findings)}
	if want.Known < 100 {
		t.Fatalf("the fixtures have %d findings", want.Known)
	}
	for what, rename := range map[string]func(name string) string{
		"as they are":       func(name string) string { return name },
		"in another folder": func(name string) string { return "moved/" + name },
		"with other names":  func(name string) string { return path.Dir(name) + "/renamed-" + path.Base(name) },
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			renamed := map[string]string{}
			for name, text := range texts {
				renamed[rename(name)] = text
			}
			report, _ := against(t, analyzer.Options{}, texts, renamed)
			if diff := cmp.Diff(want, report.Summary.Baseline); diff != "" || len(report.Findings) > 0 {
				t.Errorf("counts differ (-want +got):\n%s%s", diff, strings.Join(said(report), "\n"))
			}
		})
	}
}

// TestAWiderRangeOfPortsIsNew though the message names the same service.
func TestAWiderRangeOfPortsIsNew(t *testing.T) {
	t.Parallel()
	open := func(ports string) map[string]string {
		return map[string]string{"a.yaml": `
Resources:
  Web:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: web
      SecurityGroupIngress:
        - {IpProtocol: tcp, ` + ports + `, CidrIp: 0.0.0.0/0}
Outputs: {Web: {Value: !Ref Web}}
`}
	}
	for name, test := range map[string]struct {
		after        string
		fresh, known int
	}{
		"the same port":               {"ToPort: 22, FromPort: 22", 0, 1},
		"a range that the port is in": {"FromPort: 1, ToPort: 999", 1, 0},
	} {
		report, _ := against(t, analyzer.Options{Select: []string{"open-remote-admin"}}, open("FromPort: 22, ToPort: 22"), open(test.after))
		if got := [2]int{len(report.Findings), report.Summary.Baseline.Known}; got != [2]int{test.fresh, test.known} {
			t.Errorf("%s: %d new and %d known findings, want %d and %d", name, got[0], got[1], test.fresh, test.known)
		}
	}
}

package analyzer_test

import (
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/rules"
)

// step is what a session is asked next.
type step struct {
	files []*source.File
	// settings are those of each file; nil for a run without a configuration.
	settings func(file string) analyzer.Settings
}

// inRegion returns settings with a Region and with what is known.
func inRegion(region string, known template.Known) func(string) analyzer.Settings {
	return func(string) analyzer.Settings {
		return analyzer.Settings{Region: region, Known: known, On: everyRule, SeverityOf: noSeverity}
	}
}

// file returns a new file, as an editor makes one for each version.
func file(name string, lines ...string) *source.File {
	return source.New(name, []byte(strings.Join(lines, "\n")+"\n"))
}

// sessionSteps are what sessions are asked, one step after the other.
func sessionSteps(t *testing.T) map[string][]step {
	t.Helper()
	workers, err := os.ReadFile("../fixtures/rules/ssm/private-subnet-without-endpoints/bad-exported-vpc.yaml")
	if err != nil {
		t.Fatal(err)
	}
	exporting := source.New("a.yaml", workers)
	importing := func(name, imported string) *source.File {
		return file(name,
			"Parameters: {Net: {Type: String}}", "Resources:", "  Zone:", "    Type: AWS::EC2::SecurityGroup",
			"    Properties: {GroupDescription: g, VpcId: {Fn::ImportValue: "+imported+"}}")
	}
	open, known := importing("b.yaml", "!Sub '${Net}-vpc'"), importing("b.yaml", "workers-vpc")
	another := file("c.yaml", "Resources: {Topic: {Type: 'AWS::SNS::Topic'}}", "Outputs:", "  Vpc: {Value: vpc-1, Export: {Name: workers-vpc}}")
	cidr := func(value string) *source.File {
		return file("net.yaml", "Resources: {Topic: {Type: 'AWS::SNS::Topic'}}", "Outputs:", "  Cidr: {Value: "+value+", Export: {Name: cidr}}")
	}
	group := func(name, value string) *source.File {
		return source.New(name, []byte(strings.Replace(openToAll, "!Ref Cidr", value, 1)))
	}
	parent := func(value string) *source.File {
		return file("parent.yaml", "Resources:", "  Child:", "    Type: AWS::CloudFormation::Stack",
			"    Properties: {TemplateURL: child.yaml, Parameters: {Cidr: "+value+"}}")
	}
	child := source.New("child.yaml", []byte(openToAll))
	circle := file("child.yaml", "Resources:", "  Parent:", "    Type: AWS::CloudFormation::Stack",
		"    Properties: {TemplateURL: parent.yaml}")
	first, other := group("a.yaml", "!Ref Cidr"), group("b.yaml", "0.0.0.0/0")
	of := func(files ...*source.File) step { return step{files: files} }
	under := func(settings func(string) analyzer.Settings) step {
		return step{files: []*source.File{exporting}, settings: settings}
	}
	return map[string][]step{
		"files come, change and go": {
			of(first), of(first, other), of(file("a.yaml", "# one line\n"+openToAll), other), of(first, other),
			of(file("a.yaml", openToAll[:100]), other), of(other), of(), of(first, other),
		},
		"imports that may mean an export": {
			of(exporting), of(exporting, open), of(exporting), of(exporting, importing("b.yaml", "!Sub '${Net}-subnet'")),
			of(exporting, open), of(exporting, importing("z.yaml", "!Sub '${Net}-vpc'")),
			of(exporting, open, importing("c.yaml", "!Sub 'workers-${Net}'")), of(exporting, known), of(exporting),
		},
		"an export that becomes ambiguous": {
			of(exporting, known), of(exporting, known, another), of(exporting, known), of(known, another), of(known),
		},
		"an exported value in several versions": {
			of(cidr("0.0.0.0/0"), group("app.yaml", "!ImportValue cidr")),
			of(cidr("10.0.0.0/8"), group("app.yaml", "!ImportValue cidr")),
			of(cidr("0.0.0.0/0"), group("app.yaml", "!ImportValue cidr")), of(group("app.yaml", "!ImportValue cidr")),
		},
		"nested stacks": {
			of(child), of(parent("10.0.0.0/8"), child), of(parent("0.0.0.0/0"), child), of(child), of(parent("10.0.0.0/8")),
			of(parent("10.0.0.0/8"), circle), of(parent("10.0.0.0/8"), child),
		},
		"another Region and other facts": {
			under(inRegion("eu-west-1", template.Known{})), under(nil), under(inRegion("cn-north-1", template.Known{})),
			under(inRegion("eu-west-1", template.Known{Endpoints: []string{"ssm", "ssmmessages", "ec2messages"}})),
			under(inRegion("eu-west-1", template.Known{Endpoints: []string{"ssm ssmmessages", "ec2messages"}})),
			under(inRegion("eu-west-1", template.Known{LegacyAgent: true})),
			under(inRegion("eu-west-1", template.Known{OnPremises: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}})),
			under(inRegion("eu-west-1", template.Known{})),
		},
	}
}

func TestSessionSaysWhatAFreshAnalysisSays(t *testing.T) {
	t.Parallel()
	made, err := analyzer.New(rules.FS(), analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, steps := range sessionSteps(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := made.Session(nil)
			different := map[string]bool{}
			for i, each := range steps {
				configuration := analyzer.Configuration{SettingsOf: each.settings}
				want, err := made.With(configuration).Analyze(t.Context(), each.files)
				if err != nil {
					t.Fatal(err)
				}
				got, err := in.Analyze(t.Context(), each.files, configuration, time.Time{})
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want.Findings, got.Report.Findings); diff != "" {
					t.Errorf("step %d: findings mismatch (-fresh +session):\n%s", i, diff)
				}
				if diff := cmp.Diff(want.Undecided, got.Report.Undecided); diff != "" {
					t.Errorf("step %d: undecided mismatch (-fresh +session):\n%s", i, diff)
				}
				if diff := cmp.Diff(want.Summary, got.Report.Summary); diff != "" {
					t.Errorf("step %d: summary mismatch (-fresh +session):\n%s", i, diff)
				}
				different[strings.Join(places(want), " ")] = true
			}
			if len(different) < 2 {
				t.Errorf("all steps say the same: %v", different)
			}
		})
	}
}

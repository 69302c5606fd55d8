package analyzer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/rules"
)

const exporting = `
Parameters: {Cidr: {Type: String}}
Resources:
  Web: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: web, SecurityGroupIngress: [
    {IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: !Ref Cidr}]}}
Outputs:
  Open: {Value: 0.0.0.0/0, Export: {Name: open}}
`

const importing = `
Resources:
  Web: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: web, SecurityGroupIngress: [
    {IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: !ImportValue open}]}}
`

// TestSettingsDifferFromFileToFile gives two files that are linked by an export settings of their own.
func TestSettingsDifferFromFileToFile(t *testing.T) {
	t.Parallel()
	everything := func(rule.Rule) bool { return true }
	own := func(rule.Rule) rule.Severity { return 0 }
	open := map[string]string{"Cidr": "0.0.0.0/0"}
	tests := map[string]struct {
		exporting, importing analyzer.Settings
		want                 []string
	}{
		"files that are deployed alike are linked": {
			analyzer.Settings{Region: "eu-west-1", On: everything, SeverityOf: own},
			analyzer.Settings{Region: "eu-west-1", On: everything, SeverityOf: own},
			[]string{"importing.yaml medium"},
		},
		"files of which other facts are known are linked all the same": {
			analyzer.Settings{Known: template.Known{LegacyAgent: true}, On: everything, SeverityOf: own},
			analyzer.Settings{Known: template.Known{Organization: "o-a1b2c3d4e5"}, On: everything, SeverityOf: own},
			[]string{"importing.yaml medium"},
		},
		"no export reaches another Region": {
			analyzer.Settings{Region: "eu-west-1", On: everything, SeverityOf: own},
			analyzer.Settings{Region: "eu-west-2", On: everything, SeverityOf: own},
			nil,
		},
		"parameters are those of the file": {
			analyzer.Settings{Parameters: open, On: everything, SeverityOf: own},
			analyzer.Settings{Parameters: open, On: everything, SeverityOf: own},
			[]string{"exporting.yaml medium", "importing.yaml medium"},
		},
		"a rule may be off, or have another severity": {
			analyzer.Settings{Parameters: open, SeverityOf: own, On: func(r rule.Rule) bool { return r.Name() != "open-icmp" }},
			analyzer.Settings{Parameters: open, On: everything, SeverityOf: func(rule.Rule) rule.Severity { return rule.High }},
			[]string{"importing.yaml high"},
		},
	}
	subject, err := analyzer.New(rules.FS(), analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	files := []*source.File{source.New("exporting.yaml", []byte(exporting)), source.New("importing.yaml", []byte(importing))}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			configured := subject.With(analyzer.Configuration{SettingsOf: func(file string) analyzer.Settings {
				if strings.HasPrefix(file, "exporting") {
					return test.exporting
				}
				return test.importing
			}})
			report, err := configured.Analyze(t.Context(), files)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, found := range report.Findings {
				if found.Rule == "security-group/open-icmp" {
					got = append(got, found.Location.File+" "+found.Severity.String())
				}
			}
			slices.Sort(got)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestNothingIsUndecidedWhereARuleIsOff turns a rule off for one of two files of which it can decide nothing.
func TestNothingIsUndecidedWhereARuleIsOff(t *testing.T) {
	t.Parallel()
	subject, err := analyzer.New(rules.FS(), analyzer.Options{Select: []string{"security-group/open-icmp"}})
	if err != nil {
		t.Fatal(err)
	}
	configured := subject.With(analyzer.Configuration{SettingsOf: func(file string) analyzer.Settings {
		settings := knowing(template.Known{})
		settings.On = func(rule.Rule) bool { return file == "on.yaml" }
		return settings
	}})
	files := []*source.File{source.New("off.yaml", []byte(importing)), source.New("on.yaml", []byte(importing))}
	report, err := configured.Analyze(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, question := range report.Undecided {
		got = append(got, question.Location.File)
	}
	if diff := cmp.Diff([]string{"on.yaml"}, got); diff != "" {
		t.Errorf("files of undecided questions differ (-want +got):\n%s", diff)
	}
}

package analyzer_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/suppress"
	"github.com/latchkey-dev/latchkey/rules"
)

const openToAll = `Parameters:
  Cidr: {Type: String, Default: 0.0.0.0/0}
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: g
      SecurityGroupIngress:
        - IpProtocol: icmp
          FromPort: -1
          ToPort: -1
          CidrIp: !Ref Cidr
`

func sessionOf(t *testing.T, open func(string) ([]byte, error)) *analyzer.Session {
	t.Helper()
	made, err := analyzer.New(rules.FS(), analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return made.Session(open)
}

func analyzed(t *testing.T, in *analyzer.Session, files ...*source.File) *analyzer.Analysis {
	t.Helper()
	made, err := in.Analyze(t.Context(), files, analyzer.Configuration{}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func places(report *finding.Report) []string {
	var all []string
	for _, found := range report.Findings {
		all = append(all, fmt.Sprintf("%s:%d %s", found.Location.File, found.Location.Span.Start.Line, found.Rule))
	}
	return all
}

func TestSessionThatIsStoppedGoesOn(t *testing.T) {
	t.Parallel()
	in := sessionOf(t, nil)
	file := source.New("a.yaml", []byte(openToAll))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if made, err := in.Analyze(ctx, []*source.File{file}, analyzer.Configuration{}, time.Time{}); !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped analysis: %v, %v", made, err)
	}
	if got := places(analyzed(t, in, file).Report); len(got) != 1 {
		t.Errorf("findings %v, want one", got)
	}
}

func TestSessionNoticesWhatIsIncluded(t *testing.T) {
	t.Parallel()
	included := map[string]string{"rules.yaml": "- {IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: 0.0.0.0/0}\n"}
	in := sessionOf(t, func(name string) ([]byte, error) {
		if text, isThere := included[name]; isThere {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	})
	template, _, _ := strings.Cut(openToAll, "        - Ip")
	file := source.New("a.yaml", []byte(template+
		"        Fn::Transform: {Name: AWS::Include, Parameters: {Location: rules.yaml}}\n"))
	if got := places(analyzed(t, in, file).Report); len(got) != 1 {
		t.Errorf("findings %v, want one", got)
	}
	text := included["rules.yaml"]
	delete(included, "rules.yaml")
	if got := places(analyzed(t, in, file).Report); len(got) != 0 {
		t.Errorf("findings %v without the file", got)
	}
	included["rules.yaml"] = text
	if got := places(analyzed(t, in, file).Report); len(got) != 1 {
		t.Errorf("findings %v, want one again", got)
	}
}

// What is said of an analysis later rests on what its files included then, and hides no change from the session.
func TestAnalysisKeepsWhatItIncluded(t *testing.T) {
	t.Parallel()
	toAll := "- {IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: 0.0.0.0/0}\n"
	included := toAll
	in := sessionOf(t, func(string) ([]byte, error) { return []byte(included), nil })
	text, _, _ := strings.Cut(openToAll, "        - Ip")
	text = "# latchkey: ignore-file[nacl/*] reason=nothing here\n" + text +
		"        Fn::Transform: {Name: AWS::Include, Parameters: {Location: rules.yaml}}\n"
	files := []*source.File{source.New("a.yaml", []byte(text))}
	earlier := analyzed(t, in, files...)
	if got := places(earlier.Report); len(got) != 2 {
		t.Fatalf("findings %v, want two", got)
	}
	included = strings.Replace(toAll, "0.0.0.0/0", "10.0.0.0/8", 1)
	if _, _, err := earlier.ResolvedAt(t.Context(), "a.yaml", len(text)/2); err != nil {
		t.Error(err)
	}
	for _, found := range earlier.Report.Findings {
		if found.Rule == "suppression/unused" {
			if _, refusal, err := earlier.Fix(t.Context(), found); err != nil || refusal != "" {
				t.Errorf("refusal %q, error %v", refusal, err)
			}
		}
	}
	if got := places(analyzed(t, in, files...).Report); len(got) != 1 {
		t.Errorf("findings %v after the included file changed, want one", got)
	}
}

// Configurations lose what hides nothing among all files, whichever of these a fix is looked at with.
func TestFixesOfAConfiguration(t *testing.T) {
	t.Parallel()
	text := "suppressions:\n  - {rule: security-group/open-icmp, path: a.yaml, reason: used}\n" +
		"  - {rule: nacl/*, path: a.yaml, reason: unused}\n"
	file := source.New(".latchkey.yaml", []byte(text))
	configuration := analyzer.Configuration{
		SettingsOf: func(string) analyzer.Settings {
			given := map[string]string{"Cidr": "0.0.0.0/0"} // else the removal would only be suggested
			return analyzer.Settings{Parameters: given, On: everyRule, SeverityOf: noSeverity}
		},
		Files: []*source.File{file},
	}
	for i, selector := range []string{"security-group/open-icmp", "nacl/*"} {
		at := source.NewAt(file.Name, "suppressions").Item(i)
		start := strings.Index(text, "{rule: "+selector)
		configuration.Suppressions = append(configuration.Suppressions, suppress.New(suppress.Suppression{
			At: at, Rules: []string{selector}, Reason: "why",
			Location: finding.Location{File: file.Name, Path: at.Pointer(), Span: file.Span(start, start+1)},
			Covers:   func(finding.Location) bool { return true },
		}))
	}
	in := sessionOf(t, nil)
	files := []*source.File{source.New("a.yaml", []byte(openToAll))}
	made, err := in.Analyze(t.Context(), files, configuration, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if got := places(made.Report); len(got) != 1 || got[0] != ".latchkey.yaml:3 suppression/unused" {
		t.Fatalf("findings %v", got)
	}
	want, _, _ := strings.Cut(text, "  - {rule: nacl")
	changes, refusal, err := made.Fix(t.Context(), made.Report.Findings[0])
	if err != nil || refusal != "" || len(changes) == 0 {
		t.Fatalf("changes %v, refusal %q, error %v", changes, refusal, err)
	}
	fixed := text
	for _, change := range slices.Backward(changes) {
		fixed = fixed[:change.Span.Start.Offset] + change.Text + fixed[change.Span.End.Offset:]
	}
	if fixed != want {
		t.Errorf("fixed:\n%s", fixed)
	}
	all, err := made.FixAll(t.Context(), file.Name)
	if err != nil || len(all) != 1 || string(all[0].Content) != want {
		t.Errorf("all fixed: %+v, error %v", all, err)
	}
	if others, err := made.FixAll(t.Context(), "a.yaml"); err != nil || len(others) != 0 {
		t.Errorf("fixes of another file change %+v, error %v", others, err)
	}
}

func TestSessionFollowsTheConfiguration(t *testing.T) {
	t.Parallel()
	in := sessionOf(t, nil)
	files := []*source.File{source.New("a.yaml", []byte(openToAll))}
	if got := places(analyzed(t, in, files...).Report); len(got) != 1 {
		t.Errorf("findings %v, want one", got)
	}
	given, err := in.Analyze(t.Context(), files, analyzer.Configuration{
		SettingsOf: func(string) analyzer.Settings {
			return analyzer.Settings{
				Parameters: map[string]string{"Cidr": "10.0.0.0/8"}, On: everyRule, SeverityOf: noSeverity,
			}
		},
	}, time.Time{})
	if err != nil || len(given.Report.Findings) != 0 {
		t.Errorf("findings %v, %v under a configuration", given.Report.Findings, err)
	}
	if got := places(analyzed(t, in, files...).Report); len(got) != 1 {
		t.Errorf("findings %v, want one without it", got)
	}
}

func TestIgnoreFindsAPlace(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		name, text string
		want       string // the first line that is new
		scope      analyzer.Scope
		refusal    string
	}{
		"above the line": {
			"a.yaml", openToAll, "          # latchkey: ignore[security-group/open-icmp] reason=why", analyzer.ScopeNode, "",
		},
		"above the item of a flow mapping": {
			"a.yaml", strings.Split(openToAll, "        - Ip")[0] + "        - {IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: 0.0.0.0/0}\n",
			"        # latchkey: ignore[security-group/open-icmp] reason=why", analyzer.ScopeNode, "",
		},
		"in the metadata of JSON": {
			"a.json", `{"Resources": {"G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "g", "SecurityGroupIngress": {"IpProtocol": "icmp", "FromPort": -1, "ToPort": -1, "CidrIp": "0.0.0.0/0"}}}}}`,
			`"Metadata": {"latchkey": {"ignore": [{"reason": "why", "rule": "security-group/open-icmp"}]}}`, analyzer.ScopeResource, "",
		},
		"nowhere in a policy of its own": {
			"p.json", `{"Statement": [{"Effect": "Alow", "Action": "s3:*", "Resource": "*"}]}`, "", "",
			"the file has no place for a suppression; a configuration has one",
		},
		"nowhere in what does not parse": {"a.yaml", "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n  Other: [\n", "", "", "the file does not parse"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := sessionOf(t, nil)
			made := analyzed(t, in, source.New(test.name, []byte(test.text)))
			if len(made.Report.Findings) == 0 {
				t.Fatal("no finding")
			}
			got, refusal := made.Ignore(made.Report.Findings[0], "why")
			if refusal != test.refusal || got.Scope != test.scope {
				t.Fatalf("scope %q, refusal %q, want %q, %q", got.Scope, refusal, test.scope, test.refusal)
			}
			if test.refusal != "" {
				return
			}
			text := test.text
			for _, change := range slices.Backward(got.Changes) {
				text = text[:change.Span.Start.Offset] + change.Text + text[change.Span.End.Offset:]
			}
			if !strings.Contains(text, test.want) {
				t.Errorf("no %q in\n%s", test.want, text)
			}
			after := analyzed(t, in, source.New(test.name, []byte(text))).Report
			if len(after.Findings) != 0 || len(after.Suppressed) != 1 {
				t.Errorf("findings %v, suppressed %v", after.Findings, after.Suppressed)
			}
		})
	}
}

func TestFixOfASessionIsTried(t *testing.T) {
	t.Parallel()
	text := "# latchkey: ignore-file[nacl/*] reason=nothing here\nResources:\n  Topic: {Type: 'AWS::SNS::Topic'}\n"
	in := sessionOf(t, nil)
	made := analyzed(t, in, source.New("a.yaml", []byte(text)))
	if len(made.Report.Findings) != 1 {
		t.Fatalf("findings %v, want an unused suppression", places(made.Report))
	}
	changes, refusal, err := made.Fix(t.Context(), made.Report.Findings[0])
	if err != nil || refusal != "" || len(changes) != 1 {
		t.Errorf("changes %v, refusal %q, error %v", changes, refusal, err)
	}
	wrong := made.Report.Findings[0]
	wrong.Fix = &finding.Fix{Title: "change nothing of it", Text: []finding.Replacement{
		{File: "a.yaml", Span: source.New("a.yaml", []byte(text)).Span(len(text), len(text)), Text: "\n"},
	}}
	if _, refusal, err := made.Fix(t.Context(), wrong); err != nil || refusal != "the finding would still be there" {
		t.Errorf("refusal %q, error %v of a fix that does not help", refusal, err)
	}
}

func everyRule(rule.Rule) bool { return true }

func noSeverity(rule.Rule) rule.Severity { return 0 }

package report_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// firstRun returns what was written for its only run, checked against the official schema and against
// what code scanning demands beyond it.
func firstRun(t *testing.T, written string) run {
	t.Helper()
	validate(t, sarifSchema, written)
	log := decode[struct {
		Runs []run `json:"runs"`
	}](t, written)
	if len(log.Runs) != 1 {
		t.Fatalf("%d runs, want 1", len(log.Runs))
	}
	checkCodeScanning(t, log.Runs[0])
	return log.Runs[0]
}

func TestSARIF(t *testing.T) {
	t.Parallel()
	got := write(t, "sarif", rich(t), report.Options{
		Version: "v0.1.0", Dir: "/src/app/templates", Root: "/src/app", Verbose: true,
		Replacements: func(fix finding.Fix) []finding.Replacement {
			span := source.New("", []byte(networkText)).Span(0, 1)
			if !fix.Safe {
				return nil
			}
			return []finding.Replacement{
				{File: "stacks/network.yaml", Span: span, Text: "q"},
				{File: "b.yaml", Span: span},
				{File: "stacks/network.yaml", Span: span, Text: "r"},
			}
		},
	})
	firstRun(t, got)
	golden(t, "sarif", got)
}

func TestSARIFHasSuppressedResultsOnlyWhenAsked(t *testing.T) {
	t.Parallel()
	type result struct {
		RuleID       string `json:"ruleId"`
		Suppressions *[]struct {
			Kind          string `json:"kind"`
			Status        string `json:"status"`
			Justification string `json:"justification"`
		} `json:"suppressions"`
	}
	read := func(options report.Options) []result {
		subject := rich(t)
		subject.Suppressed = append(subject.Suppressed, finding.Finding{
			Rule: "nacl/empty-direction", Suppression: &finding.Suppression{Reason: "r", External: true},
		})
		written := write(t, "sarif", subject, options)
		validate(t, sarifSchema, written)
		return decode[struct {
			Runs []struct {
				Results []result `json:"results"`
			} `json:"runs"`
		}](t, written).Runs[0].Results
	}
	for _, one := range read(report.Options{}) {
		if one.Suppressions != nil {
			t.Errorf("%s has suppressions though nobody asked", one.RuleID)
		}
	}
	var got []string
	for _, one := range read(report.Options{ShowSuppressed: true}) {
		if one.Suppressions == nil {
			t.Errorf("%s says nothing of suppressions while others do", one.RuleID)
			continue
		}
		for _, by := range *one.Suppressions {
			got = append(got, one.RuleID+": "+by.Kind+" "+by.Status+" "+by.Justification)
		}
	}
	want := []string{
		"security-group/open-ping: inSource accepted our provider pings us, until 2027-01-31",
		"nacl/empty-direction: external accepted r",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("suppressions differ (-want +got):\n%s", diff)
	}
}

func TestSARIFOfACleanRun(t *testing.T) {
	t.Parallel()
	got := write(t, "sarif", &finding.Report{}, report.Options{})
	firstRun(t, got)
	want := `{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "latchkey",
          "informationUri": "https://github.com/latchkey-dev/latchkey",
          "rules": []
        }
      },
      "automationDetails": {
        "id": "latchkey/"
      },
      "invocations": [
        {
          "executionSuccessful": true,
          "toolExecutionNotifications": []
        }
      ],
      "columnKind": "utf16CodeUnits",
      "results": []
    }
  ]
}
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSARIFVersion(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ version, want string }{
		"a release":           {"v1.2.3", `{"version":"1.2.3","semanticVersion":"1.2.3"}`},
		"a candidate":         {"1.2.3-rc.1+5", `{"version":"1.2.3-rc.1+5","semanticVersion":"1.2.3-rc.1+5"}`},
		"a local build":       {"(devel)", `{"version":"0.0.0-devel","semanticVersion":"0.0.0-devel"}`},
		"nobody knows":        {"", `{}`},
		"a number of its own": {"1.02.3", `{"version":"1.02.3"}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			written := write(t, "sarif", &finding.Report{}, report.Options{Version: test.version})
			got, err := json.Marshal(firstRun(t, written).Tool.Driver.versions)
			if err != nil || string(got) != test.want {
				t.Errorf("got %s and error %v, want %s", got, err, test.want)
			}
		})
	}
}

func TestSARIFMessage(t *testing.T) {
	t.Parallel()
	named := func(message string) finding.Step { return step(finding.Location{File: "a.yaml"}, message) }
	tests := map[string]struct {
		of   finding.Finding
		want string
	}{
		"a message is a sentence": {finding.Finding{Message: "Web is wrong"}, "Web is wrong."},
		"related places are linked": {
			finding.Finding{Message: "Web is wrong", Related: []finding.Step{named("the group"), named("")}},
			"Web is wrong. Related: [the group](1), [a.yaml](2).",
		},
		"many are linked up to ten": {
			finding.Finding{Message: "Web is wrong", Related: slices.Repeat([]finding.Step{named("x")}, 12)},
			"Web is wrong. Related: [x](1), [x](2), [x](3), [x](4), [x](5), " +
				"[x](6), [x](7), [x](8), [x](9), [x](10) and 2 more.",
		},
		"templates cannot write links": {
			finding.Finding{
				Message: `We[b](https://example.com)\`,
				Related: []finding.Step{named("x](9) [y")},
				Notes:   []finding.Note{{Label: "[w]hy", Text: "[z](1)\nsecond\x1b line"}},
			},
			`We\[b\](https://example.com)\\. Related: [x\](9) \[y](1).` + "\n\n" +
				`\[w\]hy: \[z\](1)` + "\n" + `second\\x1b line`,
		},
		"the scenario and the evidence follow": {
			finding.Finding{
				Message: "Web is wrong", Scenario: map[string]bool{"B": false, "A": true},
				Notes: []finding.Note{{Label: "way back", Text: "none"}, {Label: "é", Text: "x"}},
			},
			"Web is wrong. Holds when A is true and B is false.\n\nWay back: none\n\nÉ: x",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.of.Rule, test.of.Severity, test.of.Fingerprint = "a/b", rule.Low, "print"
			test.of.Location.File = "a.yaml"
			of := &finding.Report{
				Findings: []finding.Finding{test.of},
				Files:    map[string]*source.File{"a.yaml": source.New("a.yaml", nil)},
			}
			result := firstRun(t, write(t, "sarif", of, report.Options{})).Results[0]
			if diff := cmp.Diff(test.want, result.Message.Text); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSARIFRegion(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		content, text string
		want          region
	}{
		"columns count UTF-16 units":      {"a: \U0001F511 b", "b", region{1, 7, 1, 8}},
		"a byte order mark has no column": {"\ufeffa: b", "b", region{1, 4, 1, 5}},
		"many lines become the first":     {"k: \U0001F511 \r\n - a\r\n", "k: \U0001F511 \r\n - a", region{1, 1, 1, 6}},
		"a place between characters":      {"x\n", "", region{2, 1, 2, 1}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			results := firstRun(t, write(t, "sarif", single(t, test.content, test.text), report.Options{})).Results
			if diff := cmp.Diff(test.want, results[0].Locations[0].PhysicalLocation.Region); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSARIFPaths(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ name, dir, root, want string }{
		"a name is kept":                    {"a/b.yaml", "", "", "a/b.yaml"},
		"a name starts at the root":         {"a/b.yaml", "", "/src", "a/b.yaml"},
		"a run in a folder starts there":    {"b.yaml", "/src/a", "/src", "a/b.yaml"},
		"a sibling folder is below as well": {"../c/d.yaml", "/src/a", "/src", "c/d.yaml"},
		"an absolute name":                  {"/src/c/d.yaml", "/else", "/src", "c/d.yaml"},
		"a file outside has its own URI":    {"../../etc/x y.yaml", "/src/a", "/src", "file:///etc/x%20y.yaml"},
		"no way leads out of nothing":       {"../x.yaml", "", "", "x.yaml"},
		"blanks, colons and the rest":       {"a b/c:d#e?f%g로.yaml", "", "", "a%20b/c%3Ad%23e%3Ff%25g%EB%A1%9C.yaml"},
		"standard input":                    {"<stdin>", "/src", "/src", "%3Cstdin%3E"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			of := single(t, "x", "x")
			of.Findings[0].Location.File = test.name
			of.Files[test.name] = of.Files["app.yaml"]
			results := firstRun(t, write(t, "sarif", of, report.Options{Dir: test.dir, Root: test.root})).Results
			if diff := cmp.Diff(test.want, results[0].uri()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSARIFLimits(t *testing.T) {
	t.Parallel()
	of := single(t, "x", "x")
	mild, bad := of.Findings[0], of.Findings[0]
	mild.Severity = rule.Low
	mild.Location.Path, bad.Location.Path = "/mild", "/bad"
	of.Findings = append(slices.Repeat([]finding.Finding{mild}, 25_000), bad)
	of.Rules[0].Title = strings.Repeat("t", 2000)
	of.Rules[0].Description = strings.Repeat("word ", 1000)
	for i := range 40 {
		of.Rules[0].Tags = append(of.Rules[0].Tags, fmt.Sprintf("tag%d", i))
	}

	log := decode[struct {
		Runs []run `json:"runs"`
	}](t, write(t, "sarif", of, report.Options{}))
	got := log.Runs[0]
	checkCodeScanning(t, got)
	if count := len(got.Results); count != 25_000 {
		t.Errorf("%d results, want 25000", count)
	}
	if last := got.Results[len(got.Results)-1]; last.Level != "error" {
		t.Errorf("the last result is a %s: what is worst was left out", last.Level)
	}
	want := "Code scanning accepts 25000 findings; 1 of the lowest severities are left out."
	if told := got.Invocations[0].Notifications; len(told) != 1 || told[0].Message.Text != want {
		t.Errorf("got %v, want %q", told, want)
	}
}

func TestSARIFSaysWhetherTheRunWasComplete(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		notice finding.Notice
		want   string
	}{
		"a notice":               {finding.Notice{Message: "m"}, `"executionSuccessful": true`},
		"a rule that failed":     {finding.Notice{Message: "m", Fault: true}, `"executionSuccessful": false`},
		"what could not be read": {finding.Notice{Message: "m", File: "a.yaml", Unread: true}, `"executionSuccessful": false`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			of := &finding.Report{Notices: []finding.Notice{test.notice}}
			if got := write(t, "sarif", of, report.Options{}); !strings.Contains(got, test.want) {
				t.Errorf("the log lacks %s:\n%s", test.want, got)
			}
		})
	}
}

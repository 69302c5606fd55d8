package report_test

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

type (
	testCounts struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Skipped  int `xml:"skipped,attr"`
	}
	testSuites struct {
		XMLName xml.Name `xml:"testsuites"`
		testCounts
		Suites []testSuite `xml:"testsuite"`
	}
	testSuite struct {
		Name string `xml:"name,attr"`
		testCounts
		Properties []struct {
			Name  string `xml:"name,attr"`
			Value string `xml:"value,attr"`
		} `xml:"properties>property"`
		Cases []testCase `xml:"testcase"`
	}
	testCase struct {
		Class   string   `xml:"classname,attr"`
		Name    string   `xml:"name,attr"`
		File    string   `xml:"file,attr"`
		Line    int      `xml:"line,attr"`
		Failure *outcome `xml:"failure"`
		Error   *outcome `xml:"error"`
		Skipped *outcome `xml:"skipped"`
	}
	outcome struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// suitesOf returns what is written, parsed, with counts that are right and no test case twice.
func suitesOf(t *testing.T, of *finding.Report, options report.Options) testSuites {
	t.Helper()
	written := write(t, "junit", of, options)
	var parsed testSuites
	decoder := xml.NewDecoder(strings.NewReader(strings.TrimSuffix(written, "\n")))
	if err := decoder.Decode(&parsed); err != nil {
		t.Fatalf("%v in\n%s", err, written)
	}
	if _, err := decoder.Token(); err != io.EOF { //nolint:errorlint // the decoder gives it as it is
		t.Errorf("something stands behind the document: %v", err)
	}
	var all testCounts
	seen := map[string]bool{}
	for _, suite := range parsed.Suites {
		counts := countCases(suite.Cases)
		if diff := cmp.Diff(counts, suite.testCounts); diff != "" {
			t.Errorf("%s: %s", suite.Name, diff)
		}
		all.Tests += counts.Tests
		all.Failures += counts.Failures
		all.Errors += counts.Errors
		all.Skipped += counts.Skipped
		for _, one := range suite.Cases {
			if seen[one.Class+"\x00"+one.Name] {
				t.Errorf("%s %s stands twice", one.Class, one.Name)
			}
			seen[one.Class+"\x00"+one.Name] = true
		}
	}
	if diff := cmp.Diff(all, parsed.testCounts); diff != "" {
		t.Error(diff)
	}
	return parsed
}

func countCases(cases []testCase) testCounts {
	counts := testCounts{Tests: len(cases)}
	for _, one := range cases {
		switch {
		case one.Failure != nil:
			counts.Failures++
		case one.Error != nil:
			counts.Errors++
		case one.Skipped != nil:
			counts.Skipped++
		}
	}
	return counts
}

// outcomes returns one line for each test case.
func outcomes(suites testSuites) []string {
	var lines []string
	for _, suite := range suites.Suites {
		for _, one := range suite.Cases {
			line := suite.Name + ": " + one.Name
			switch {
			case one.Failure != nil:
				line += ": failed: " + one.Failure.Message
			case one.Error != nil:
				line += ": error: " + one.Error.Message
			case one.Skipped != nil:
				line += ": skipped: " + one.Skipped.Message
			}
			lines = append(lines, line)
		}
	}
	return lines
}

func TestJUnit(t *testing.T) {
	t.Parallel()
	options := report.Options{Dir: "/src/app/templates", Root: "/src/app"}
	got := suitesOf(t, rich(t), options)
	if got.Failures != len(rich(t).Findings) {
		t.Errorf("%d failures, want %d", got.Failures, len(rich(t).Findings))
	}
	golden(t, "junit", write(t, "junit", rich(t), options))
}

func TestJUnitOutcomes(t *testing.T) {
	t.Parallel()
	wrong := finding.Location{File: "wrong.yaml", Path: "/Resources/Web"}
	of := &finding.Report{
		Files: map[string]*source.File{
			"clean.yaml": source.New("clean.yaml", nil), "wrong.yaml": source.New("wrong.yaml", nil),
			"half.yaml": source.New("half.yaml", nil),
		},
		Findings: []finding.Finding{
			{Rule: "a/b", Severity: rule.Low, Message: "first", Location: wrong},
			{Rule: "a/b", Severity: rule.Low, Message: "second", Location: wrong},
			{Rule: "a/c", Severity: rule.Low, Message: "third", Location: finding.Location{File: "wrong.yaml"}},
		},
		Suppressed: []finding.Finding{{
			Rule: "a/d", Message: "hidden", Location: finding.Location{File: "clean.yaml"},
			Suppression: &finding.Suppression{Reason: "known", Until: "2030-01-01"},
		}},
		Undecided: []finding.Undecided{{Rule: "a/b", Reason: "not known", Location: wrong}},
		Notices: []finding.Notice{
			{File: "gone.yaml", Message: "cannot be read"},
			{File: "half.yaml", Message: "rule a/e failed", Fault: true},
			{Message: "rule a/f failed", Fault: true},
			{File: "clean.yaml", Message: "is a template", Detail: true},
		},
	}
	want := []string{
		"latchkey: analysis: error: rule a/f failed",
		"clean.yaml: no findings",
		"gone.yaml: analysis: skipped: cannot be read",
		"half.yaml: analysis: error: rule a/e failed",
		"wrong.yaml: a/b at Resources.Web: failed: first",
		"wrong.yaml: a/b at Resources.Web (2): failed: second",
		"wrong.yaml: a/c: failed: third",
	}
	got := suitesOf(t, of, report.Options{Verbose: true})
	if diff := cmp.Diff(want, outcomes(got)); diff != "" {
		t.Errorf("outcomes differ (-want +got):\n%s", diff)
	}
	if hidden := got.Suites[1].Properties; len(hidden) != 1 || hidden[0].Name != "suppressed" || hidden[0].Value != "1" {
		t.Errorf("clean.yaml has the properties %v, want one suppressed finding", hidden)
	}

	shown := outcomes(suitesOf(t, of, report.Options{ShowSuppressed: true, ShowUndecided: true}))
	for _, line := range []string{
		"clean.yaml: a/d: skipped: suppressed: known, until 2030-01-01",
		"wrong.yaml: a/b at Resources.Web (3): skipped: undecided: not known",
	} {
		if !slices.Contains(shown, line) {
			t.Errorf("want %q in\n%s", line, strings.Join(shown, "\n"))
		}
	}
}

func TestJUnitOfACleanRun(t *testing.T) {
	t.Parallel()
	want := `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="latchkey" tests="0" failures="0" errors="0" skipped="0"></testsuites>
`
	if diff := cmp.Diff(want, write(t, "junit", &finding.Report{}, report.Options{})); diff != "" {
		t.Error(diff)
	}
}

func FuzzJUnitText(f *testing.F) {
	f.Add("a ]]> b", "]]>", "<a/>&amp;")
	f.Add("\x00\x1b[31m", "\ufffe\uffff", "\xff\xed\xa0\x80")
	f.Add("a\r\nb\tc", "\u0085\u2028", "\"'")
	f.Fuzz(func(t *testing.T, message, note, file string) {
		of := &finding.Report{
			Findings: []finding.Finding{{
				Rule: "a/b", Severity: rule.High, Message: message, Location: finding.Location{File: file, Path: "/" + note},
				Notes: []finding.Note{{Label: "why", Text: note}},
			}},
			Notices: []finding.Notice{{File: file, Message: message}},
			Suppressed: []finding.Finding{{
				Rule: note, Message: message, Location: finding.Location{File: file},
				Suppression: &finding.Suppression{Reason: note},
			}},
		}
		got := suitesOf(t, of, report.Options{ShowSuppressed: true})
		for _, suite := range got.Suites {
			for _, one := range suite.Cases {
				if one.Failure != nil && one.Failure.Message != report.Visible(message) {
					t.Errorf("message %q became %q", report.Visible(message), one.Failure.Message)
				}
			}
		}
		if got.Failures != 1 || got.Skipped != 2 {
			t.Errorf("counts are %v", got.testCounts)
		}
	})
}

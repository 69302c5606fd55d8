package report_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// gitlabSchema is ours, after the table of fields in GitLab's documentation.
var gitlabSchema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	return jsonschema.NewCompiler().Compile("testdata/gitlab-code-quality.json")
})

type codeQuality struct {
	Description string `json:"description"`
	CheckName   string `json:"check_name"`
	Fingerprint string `json:"fingerprint"`
	Severity    string `json:"severity"`
	Location    struct {
		Path  string `json:"path"`
		Lines struct {
			Begin int `json:"begin"`
		} `json:"lines"`
	} `json:"location"`
}

// codeQualityOf returns what is written, checked against the schema, with no fingerprint twice.
func codeQualityOf(t *testing.T, of *finding.Report, options report.Options) []codeQuality {
	t.Helper()
	written := write(t, "gitlab", of, options)
	validate(t, gitlabSchema, written)
	issues := decode[[]codeQuality](t, written)
	seen := map[string]bool{}
	for _, issue := range issues {
		if seen[issue.Fingerprint] {
			t.Errorf("the fingerprint %s stands twice", issue.Fingerprint)
		}
		seen[issue.Fingerprint] = true
	}
	return issues
}

func TestGitLab(t *testing.T) {
	t.Parallel()
	options := report.Options{
		Dir: "/src/app/templates", Root: "/src/app", ShowUndecided: true, ShowSuppressed: true,
	}
	codeQualityOf(t, rich(t), options)
	golden(t, "gitlab", write(t, "gitlab", rich(t), options))
}

func TestGitLabOfACleanRun(t *testing.T) {
	t.Parallel()
	if got := write(t, "gitlab", &finding.Report{}, report.Options{}); got != "[]\n" {
		t.Errorf("got %q, want an empty list", got)
	}
}

func TestGitLabListsFindingsOnlyUnlessAsked(t *testing.T) {
	t.Parallel()
	if got, want := len(codeQualityOf(t, rich(t), report.Options{})), len(rich(t).Findings); got != want {
		t.Errorf("%d issues, want %d", got, want)
	}
}

func TestGitLabSeverities(t *testing.T) {
	t.Parallel()
	var got []string
	for _, issue := range codeQualityOf(t, graded(t, 1, 1, 1, 1), report.Options{}) {
		got = append(got, issue.Severity)
	}
	if diff := cmp.Diff([]string{"minor", "major", "critical", "blocker"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestGitLabTellsEqualFindingsApart(t *testing.T) {
	t.Parallel()
	of := single(t, "a: b\n", "a")
	of.Findings = slices.Repeat(of.Findings, 5)
	without := of.Findings[0]
	without.Fingerprint = ""
	of.Findings = append(of.Findings, without, without)
	issues := codeQualityOf(t, of, report.Options{})
	if len(issues) != 7 {
		t.Fatalf("%d issues, want 7", len(issues))
	}
	if issues[0].Fingerprint != "print" {
		t.Errorf("the first has the fingerprint %q, want that of the finding", issues[0].Fingerprint)
	}
}

// TestGitLabTellsEqualFindingsApartWhateverIsBesideThem has other findings that are equal, too.
func TestGitLabTellsEqualFindingsApartWhateverIsBesideThem(t *testing.T) {
	t.Parallel()
	of := single(t, "a: b\n", "a")
	of.Findings = slices.Repeat(of.Findings, 3)
	alone := codeQualityOf(t, of, report.Options{})
	other := of.Findings[0]
	other.Fingerprint = "other"
	of.Findings = append([]finding.Finding{other, other, other}, of.Findings...)
	if diff := cmp.Diff(alone, codeQualityOf(t, of, report.Options{})[3:]); diff != "" {
		t.Errorf("issues differ (-alone +beside others):\n%s", diff)
	}
}

func TestGitLabPlaces(t *testing.T) {
	t.Parallel()
	of := &finding.Report{Findings: []finding.Finding{
		{Rule: "a/b", Severity: rule.Low, Message: "x", Location: finding.Location{File: "b c.yaml"}},
		{Rule: "a/b", Severity: rule.Low, Message: "x", Location: finding.Location{File: "/etc/d.yaml"}},
	}}
	var got []string
	for _, issue := range codeQualityOf(t, of, report.Options{Dir: "/src/a", Root: "/src"}) {
		got = append(got, issue.Location.Path)
		if issue.Location.Lines.Begin != 1 {
			t.Errorf("%s: line %d, want 1 for a place without one", issue.Location.Path, issue.Location.Lines.Begin)
		}
	}
	if diff := cmp.Diff([]string{"a/b c.yaml", "/etc/d.yaml"}, got); diff != "" {
		t.Error(diff)
	}
}

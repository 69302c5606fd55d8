package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

func TestConcise(t *testing.T) {
	t.Parallel()
	golden(t, "concise", write(t, "concise", rich(t), report.Options{ShowUndecided: true, ShowSuppressed: true}))
}

func TestConciseCountsOnlyWhenAsked(t *testing.T) {
	t.Parallel()
	got := write(t, "concise", rich(t), report.Options{})
	if want := len(rich(t).Findings); strings.Count(got, "\n") != want {
		t.Errorf("want %d lines, one for each finding:\n%s", want, got)
	}
}

func TestConciseGivesAMatcherNumbers(t *testing.T) {
	t.Parallel()
	of := &finding.Report{Findings: []finding.Finding{{
		Rule: "a/b", Severity: rule.Low, Message: "first\nsecond", Location: finding.Location{File: "x.yaml"},
	}}}
	want := "x.yaml:1:1: low[a/b]: first\\nsecond\n"
	if diff := cmp.Diff(want, write(t, "concise", of, report.Options{})); diff != "" {
		t.Error(diff)
	}
}

func TestConciseColours(t *testing.T) {
	t.Parallel()
	got := write(t, "concise", single(t, "Web: x", "Web"), report.Options{Color: true})
	want := "app.yaml:1:1: \x1b[1;31mhigh[family/name]\x1b[0m: Web is wrong\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

package finding_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

func at(file string, line, column int) finding.Location {
	place := source.Position{Line: line, Column: column}
	return finding.Location{File: file, Span: source.Span{Start: place, End: place}}
}

func TestSortIsTotal(t *testing.T) {
	t.Parallel()
	want := []finding.Finding{
		{Location: at("a.yaml", 1, 2), Rule: "b/b", Message: "x"},
		{Location: at("a.yaml", 2, 1), Rule: "a/a", Message: "x"},
		{Location: at("a.yaml", 2, 1), Rule: "a/a", Message: "y"},
		{Location: at("a.yaml", 2, 1), Rule: "a/a", Message: "y", Label: "z"},
		{Location: at("a.yaml", 2, 1), Rule: "a/a", Message: "y", Label: "z", Related: []finding.Step{{Message: "m"}}},
		{Location: at("a.yaml", 2, 1), Rule: "a/b", Message: "x"},
		{Location: at("a.yaml", 10, 1), Rule: "a/a", Message: "x"},
		{Location: at("b.yaml", 1, 1), Rule: "a/a", Message: "x"},
	}
	for range 20 {
		got := append([]finding.Finding(nil), want...)
		rand.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		finding.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("order mismatch (-want +got):\n%s", diff)
		}
	}
}

func TestSortUndecidedByPlaceThenRule(t *testing.T) {
	t.Parallel()
	got := []finding.Undecided{
		{Location: at("b.yaml", 1, 1), Rule: "a/a"},
		{Location: at("a.yaml", 1, 1), Rule: "b/b"},
		{Location: at("a.yaml", 1, 1), Rule: "a/a", Reason: "z"},
		{Location: at("a.yaml", 1, 1), Rule: "a/a", Reason: "y"},
	}
	want := []finding.Undecided{got[3], got[2], got[1], got[0]}
	finding.SortUndecided(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("order mismatch (-want +got):\n%s", diff)
	}
}

func TestWorstIsTheHighestSeverity(t *testing.T) {
	t.Parallel()
	report := finding.Report{Findings: []finding.Finding{{Severity: rule.Low}, {Severity: rule.High}, {Severity: rule.Medium}}}
	if got := report.Worst(); got != rule.High {
		t.Errorf("Worst() = %s, want high", got)
	}
	if got := (&finding.Report{}).Worst(); got != 0 {
		t.Errorf("Worst() without findings = %v, want 0", got)
	}
}

func TestRuleIsFoundById(t *testing.T) {
	t.Parallel()
	report := finding.Report{Rules: []rule.Rule{{ID: "a/b", Title: "T"}}}
	if found, ok := report.Rule("a/b"); !ok || found.Title != "T" {
		t.Errorf("Rule(a/b) = %v, %t", found, ok)
	}
	if _, ok := report.Rule("a/c"); ok {
		t.Error("Rule(a/c) finds a rule that is not there")
	}
}

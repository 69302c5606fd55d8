package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fixable is a finding that has a fix.
type fixable struct {
	Rule     string `json:"rule"`
	Message  string `json:"message"`
	Location struct {
		File string `json:"file"`
	} `json:"location"`
	Fix *struct{} `json:"fix"`
}

// mostRuns bounds how often fixes bring up findings with fixes of their own, which the next run makes.
const mostRuns = 3

// TestWrittenFixesOfAllFixturesAreFoundNoMore fixes a copy of the examples of all rules at once, in place, and checks
// it again. Only what has come up with fixes may be left to the next run.
func TestWrittenFixesOfAllFixturesAreFoundNoMore(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../fixtures/rules")); err != nil {
		t.Fatal(err)
	}
	before := fixables(t, dir)
	if least := 100; len(before) < least {
		t.Fatalf("%d findings have a fix, want at least %d", len(before), least)
	}
	for range mostRuns {
		said := runIn(t, dir, statusClean, "fix", "--write", "--unsafe")
		for line := range strings.Lines(said) {
			if strings.Contains(line, "not written") && !strings.Contains(line, "has come up with another fix") &&
				!strings.Contains(line, " written; ") {
				t.Errorf("fix says: %s", line)
			}
		}
		after := fixables(t, dir)
		for _, left := range after {
			if slices.ContainsFunc(before, func(found fixable) bool { return cmp.Equal(found, left) }) {
				t.Errorf("left after fixing: %+v", left)
			}
		}
		if before = after; len(after) == 0 {
			break
		}
	}
	if diff := cmp.Diff([]fixable(nil), before); diff != "" {
		t.Errorf("left after fixing (-want +got):\n%s", diff)
	}
	if again := runIn(t, dir, statusClean, "fix", "-q", "--unsafe"); again != "" {
		t.Errorf("fixing what is fixed changes it:\n%s", again)
	}
}

// fixables returns the findings in a folder that have a fix.
func fixables(t *testing.T, dir string) []fixable {
	t.Helper()
	report := filepath.Join(t.TempDir(), "report.json")
	runIn(t, dir, statusFindings, "check", "-q", "-f", "json="+report)
	text, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Findings []fixable `json:"findings"`
	}
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	var all []fixable
	for _, found := range read.Findings {
		if found.Fix != nil {
			all = append(all, found)
		}
	}
	return all
}

// runIn runs a command in a folder and returns what it prints and says.
func runIn(t *testing.T, dir string, want int, args ...string) string {
	t.Helper()
	var said strings.Builder
	command := in(nil)
	command.Dir, command.Stdout, command.Stderr = dir, &said, &said
	if status := command.Main(t.Context(), args); status != want {
		t.Fatalf("latchkey %v: status %d, want %d\n%s", args, status, want, said.String())
	}
	return said.String()
}

package analyzer_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/engine"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/rules"
)

const ruleFixtures = "../fixtures/rules"

// today is the day on which the fixtures are checked.
var today = time.Date(2026, time.January, 1, 12, 0, 0, 0, time.UTC)

// TestRuleFixtures runs every rule on its own fixtures: a file bad-<what>.yaml or .json has the
// findings that bad-<what>.want lists, one a line, and a file good-<what> has none of the rule. Both
// hold for the rule's own findings only, so that a new rule does not touch the fixtures of others.
//
// UPDATE_GOLDEN=1 rewrites the lists. A bad fixture without a finding fails even then.
func TestRuleFixtures(t *testing.T) {
	t.Parallel()
	known, err := engine.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	subject, err := analyzer.New(rules.FS(), analyzer.Options{Today: today})
	if err != nil {
		t.Fatal(err)
	}
	for _, described := range known {
		t.Run(described.ID, func(t *testing.T) {
			t.Parallel()
			bad, good := fixtures(t, described.ID, "bad-"), fixtures(t, described.ID, "good-")
			if len(bad) == 0 {
				t.Errorf("no file fixtures/rules/%s/bad-* shows that the rule fires: add one", described.ID)
			}
			for _, file := range bad {
				t.Run(path.Base(file), func(t *testing.T) {
					t.Parallel()
					checkBad(t, file, own(t, subject, described.ID, file))
				})
			}
			for _, file := range good {
				t.Run(path.Base(file), func(t *testing.T) {
					t.Parallel()
					if found := own(t, subject, described.ID, file); found != "" {
						t.Errorf("%s is a good example, but the rule reports it:\n%s", file, found)
					}
				})
			}
		})
	}
}

// TestAcceptedExamplesAreFine holds what the pages about rules show as accepted against all rules: what another
// rule reports is no example to follow.
func TestAcceptedExamplesAreFine(t *testing.T) {
	t.Parallel()
	subject, err := analyzer.New(rules.FS(), analyzer.Options{Texts: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, described := range subject.Rules() {
		file := source.New("example."+described.Good.Language, []byte(described.Good.Text))
		report, err := subject.Analyze(t.Context(), []*source.File{file})
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range report.Findings {
			t.Errorf("the accepted example of %s has a finding of %s: %s", described.ID, found.Rule, found.Message)
		}
	}
}

// fixtures returns the YAML and JSON files of a rule that start with the prefix, sorted.
func fixtures(t *testing.T, id, prefix string) []string {
	t.Helper()
	entries, err := fs.ReadDir(os.DirFS(ruleFixtures), id)
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, entry := range entries {
		extension := path.Ext(entry.Name())
		if strings.HasPrefix(entry.Name(), prefix) && (extension == ".yaml" || extension == ".json") {
			files = append(files, path.Join(ruleFixtures, id, entry.Name()))
		}
	}
	return files
}

// own analyses a file by itself and returns the findings of one rule, one a line.
func own(t *testing.T, subject *analyzer.Analyzer, id, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	report, err := subject.Analyze(t.Context(), []*source.File{source.New(path.Base(file), text)})
	if err != nil {
		t.Fatal(err)
	}
	var lines strings.Builder
	for _, found := range report.Findings {
		if found.Rule == id {
			start := found.Location.Span.Start
			fmt.Fprintf(&lines, "%d:%d: %s: %s [%s]\n",
				start.Line, start.Column, found.Severity, found.Message, found.Rule)
		}
	}
	return lines.String()
}

// checkBad compares the findings with the list beside the file, or rewrites the list.
func checkBad(t *testing.T, file, got string) {
	t.Helper()
	if got == "" {
		t.Fatalf("%s is a bad example, but the rule does not report it: mend the rule or the example", file)
	}
	compareGolden(t, strings.TrimSuffix(file, path.Ext(file))+".want", []byte(got))
}

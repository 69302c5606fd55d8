package analyzer_test

import (
	"io/fs"
	"os"
	"path"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/rules"
)

// fixtureFiles returns the templates and policies below a folder of fixtures whose names fit the pattern, in the
// order of their names.
func fixtureFiles(t *testing.T, folder, pattern string) []*source.File {
	t.Helper()
	var files []*source.File
	root := os.DirFS(folder)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		fits, _ := path.Match(pattern, entry.Name())
		if err != nil || !fits || path.Ext(name) != ".yaml" && path.Ext(name) != ".json" {
			return err
		}
		text, err := fs.ReadFile(root, name)
		files = append(files, source.New(name, text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestAssembliesDoNotDisturbEachOther analyses many templates that differ from one another: under the race
// detector it finds what they share, and without it what one leaves behind for another.
func TestAssembliesDoNotDisturbEachOther(t *testing.T) {
	t.Parallel()
	for name, example := range map[string]struct{ folder, pattern string }{
		"the bad examples of all rules": {ruleFixtures, "bad-*"},
		"broken files":                  {"../fixtures/broken", "*"},
		"whole scenarios":               {"../fixtures/scenarios", "*"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			with := func(jobs int) *finding.Report {
				analysis, err := analyzer.New(rules.FS(), analyzer.Options{Jobs: jobs, Texts: true, Today: today})
				if err != nil {
					t.Fatal(err)
				}
				report, err := analysis.Analyze(t.Context(), fixtureFiles(t, example.folder, example.pattern))
				if err != nil {
					t.Fatal(err)
				}
				report.Files = nil // the texts that were given
				return report
			}

			one, eight := with(1), with(8)

			if len(one.Findings) == 0 {
				t.Error("there is nothing to compare")
			}
			if diff := cmp.Diff(one, eight); diff != "" {
				t.Errorf("eight jobs mismatch (-one job +got):\n%s", diff)
			}
		})
	}
}

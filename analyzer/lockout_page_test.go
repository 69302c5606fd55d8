package analyzer_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/rules"
)

const lockoutPage = "../docs/lockout.md"

// example is a worked example of the page: a heading, the statements, the input and what is reported.
var example = regexp.MustCompile("(?s)\n### ([^\n]+)\n\n```yaml\n(.*?)```\n\nInput: \\[([^]]+)\\]\\(([^)]+)\\)\\. Reported:(.*?)\\.\n\n")

// TestTheExamplesOfTheLockoutPageBehaveAsClaimed analyses the input of each worked example, which has to hold the
// statements that the page shows.
func TestTheExamplesOfTheLockoutPageBehaveAsClaimed(t *testing.T) {
	t.Parallel()
	subject, err := analyzer.New(rules.FS(), analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(lockoutPage)
	if err != nil {
		t.Fatal(err)
	}
	examples := example.FindAllStringSubmatch(string(page), -1)
	if want := strings.Count(string(page), "\n### "); len(examples) != want || want != 5 {
		t.Fatalf("got %d examples under %d headings, want five", len(examples), want)
	}
	for _, parts := range examples {
		heading, statements, name, link, claimed := parts[1], parts[2], parts[3], parts[4], parts[5]
		t.Run(heading, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(filepath.Dir(lockoutPage), link)
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if filepath.Base(file) != name || !strings.Contains(unindented(string(text)), unindented(statements)) {
				t.Errorf("%s does not hold the statements that the page shows", file)
			}
			var got []string
			for _, found := range lockoutsOf(t, subject, file, nil) {
				got = append(got, found.Rule)
			}
			want := regexp.MustCompile("lockout/[a-z-]+").FindAllString(claimed, -1)
			if isNothing := strings.TrimSpace(claimed) == "nothing"; isNothing == (len(want) > 0) {
				t.Errorf("the page claims %q", claimed)
			}
			if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
				t.Errorf("what is reported differs (-claimed +got):\n%s", diff)
			}
		})
	}
}

// unindented drops the blanks in front of all lines.
func unindented(text string) string {
	return regexp.MustCompile(`(?m)^ +`).ReplaceAllString(text, "")
}

// TestEveryWayBackHasACommand compares the table of services with the commands that findings print.
func TestEveryWayBackHasACommand(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../rules/lib/cli/cli.rego")
	if err != nil {
		t.Fatal(err)
	}
	for _, service := range lockout.Services() {
		for _, action := range slices.Concat(service.Edit, service.Remove) {
			if !strings.Contains(string(text), "\""+action+"\": [") {
				t.Errorf("rules/lib/cli has no command for %s: add one", action)
			}
		}
	}
}

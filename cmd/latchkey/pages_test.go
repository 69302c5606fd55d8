package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPagesShowWhatCommandsPrint runs the examples in the README and in docs that read fixtures and print to a
// terminal.
func TestPagesShowWhatCommandsPrint(t *testing.T) {
	t.Parallel()
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	number := 0
	for _, page := range append(pages, "../../README.md") {
		content, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, shown := range examples(string(content)) {
			number++
			checkExample(t, filepath.Base(page), shown)
		}
	}
	if least := 5; number < least {
		t.Errorf("%d examples, want at least %d", number, least)
	}
}

// checkExample runs an example in the root of the repository.
func checkExample(t *testing.T, page string, shown example) {
	t.Helper()
	var out, problems bytes.Buffer
	command := Command{
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &problems, Dir: "../..",
		LookupEnv: func(string) (string, bool) { return "", false },
	}
	command.Main(t.Context(), strings.Fields(shown.command)[1:])
	if diff := cmp.Diff(shown.output, out.String()+problems.String()); diff != "" {
		t.Errorf("%s: %s (-page +got):\n%s", page, shown.command, diff)
	}
}

// example is a command with what it prints.
type example struct{ command, output string }

// examples returns the indented blocks that start with "$ latchkey" and a command that reads fixtures.
func examples(page string) []example {
	var found []example
	const indent = "    "
	isOpen := false
	for line := range strings.Lines(page) {
		text, isIndented := strings.CutPrefix(line, indent)
		command, isCommand := strings.CutPrefix(text, "$ ")
		isCommand = isCommand && strings.HasPrefix(command, "latchkey ") && strings.Contains(command, "fixtures/")
		last := len(found) - 1
		switch {
		case isCommand:
			found = append(found, example{command: command})
			isOpen = true
		case !isOpen:
		case isIndented && strings.HasSuffix(found[last].command, "\\\n"):
			found[last].command = strings.TrimSuffix(found[last].command, "\\\n") + text
		case isIndented:
			found[last].output += text
		case strings.TrimSpace(line) == "":
			found[last].output += "\n"
		default:
			isOpen = false
		}
	}
	for i := range found {
		found[i].output = strings.TrimRight(found[i].output, "\n") + "\n"
	}
	return found
}

// pageLink is a link in Markdown to a file of the repository.
var pageLink = regexp.MustCompile(`\]\(([^):#]+)(?:#[^)]*)?\)`)

func TestLinksOfPagesLeadToFiles(t *testing.T) {
	t.Parallel()
	var pages []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/rules/*/*.md", "fixtures/*/README.md"} {
		some, err := filepath.Glob("../../" + pattern)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, some...)
	}
	if least := 200; len(pages) < least {
		t.Fatalf("%d pages, want at least %d", len(pages), least)
	}
	for _, page := range pages {
		content, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range pageLink.FindAllStringSubmatch(string(content), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), filepath.FromSlash(match[1]))); err != nil {
				t.Errorf("%s: %v", page, err)
			}
		}
	}
}

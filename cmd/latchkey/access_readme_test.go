package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTheReadmeShowsWhatAccessPrints runs the examples of `latchkey access` in the README.
func TestTheReadmeShowsWhatAccessPrints(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := readmeExamples(string(content), "latchkey access fixtures/")
	if len(examples) < 2 {
		t.Fatalf("got %d examples", len(examples))
	}
	for _, example := range examples {
		var out, problems bytes.Buffer
		command := Command{
			Stdin: strings.NewReader(""), Stdout: &out, Stderr: &problems, Dir: "../..",
			LookupEnv: func(string) (string, bool) { return "", false },
		}
		command.Main(t.Context(), strings.Fields(example.command)[1:])
		if diff := cmp.Diff(example.output, out.String()+problems.String()); diff != "" {
			t.Errorf("%s (-README +got):\n%s", example.command, diff)
		}
	}
}

// example is a command with what it prints.
type example struct{ command, output string }

// readmeExamples returns the indented blocks that start with "$ " and the given words.
func readmeExamples(page, start string) []example {
	var found []example
	const indent = "    "
	isOpen := false
	for line := range strings.Lines(page) {
		text, isIndented := strings.CutPrefix(line, indent)
		command, isCommand := strings.CutPrefix(text, "$ "+start)
		last := len(found) - 1
		switch {
		case isCommand:
			found = append(found, example{command: start + command})
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

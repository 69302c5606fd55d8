package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/report"
)

// hostile has an escape sequence, the C1 form of its introducer, a bell, a line break, a change of
// direction, a byte that is not UTF-8 and a tag character.
const hostile = "a\x1b[31m\u009b2J\x07\r\n\u202eb\xff\U000E0041"

func TestVisibleLinesKeepTheirEnds(t *testing.T) {
	t.Parallel()
	if got := visibleLines("a\nb\x1b\n\nc\r\n"); got != "a\nb\\x1b\n\nc\\r\n" {
		t.Errorf("visibleLines = %q", got)
	}
}

func TestVisibleJSONMeansTheSame(t *testing.T) {
	t.Parallel()
	want := strings.ToValidUTF8(hostile, "\ufffd")
	encoded, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	text := visibleJSON(string(encoded))
	var got string
	if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
		t.Errorf("%s means %q (%v), want %q", text, got, err, want)
	}
	wantNoControls(t, text)
}

// wantNoControls checks that a terminal would print the text and do nothing else.
func wantNoControls(t *testing.T, text string) {
	t.Helper()
	for _, char := range text {
		if char != '\n' && !report.IsVisible(char) {
			t.Errorf("%q reaches the terminal: %q", char, text)
		}
	}
}

func TestNamesNeverSteerTheTerminal(t *testing.T) {
	t.Parallel()
	const broken = "Resources:\n  A: {Type: AWS::S3::Bucket\n"
	const odd = "Resources:\n  \"A\\e[31m\\u009b\\u202e\": {Type: AWS::S3::Bucket, Properties: {\"\\e]0;x\\a\": 1, \"\\e]0;x\\a\": 2}}\n"
	for name, test := range map[string]struct {
		args  []string
		input string
	}{
		"a path that is not there":     {args: []string{"check", hostile}},
		"a path for a subcommand":      {args: []string{hostile}},
		"a topic of help":              {args: []string{"help", hostile}},
		"a flag":                       {args: []string{"check", "--" + hostile}},
		"a short flag":                 {args: []string{"check", "-\u009b"}},
		"a value of a flag":            {args: []string{"check", "--fail-on", hostile}},
		"a number":                     {args: []string{"check", "--jobs", hostile}},
		"a format":                     {args: []string{"check", "-f", hostile}},
		"a file for a report":          {args: []string{"check", "-f", "json=" + hostile + "/no/x", "testdata/inputs/clean.yaml"}},
		"a selector":                   {args: []string{"check", "--select", hostile}},
		"a pattern":                    {args: []string{"check", "--exclude", "[" + hostile}},
		"a folder of rules":            {args: []string{"check", "--rules", hostile}},
		"a region":                     {args: []string{"check", "--region", hostile}},
		"a parameter":                  {args: []string{"check", "--parameters", hostile}},
		"a rule":                       {args: []string{"explain", hostile}},
		"an argument of rules":         {args: []string{"rules", hostile}},
		"a broken file":                {args: []string{"check", "-v", "--stdin-filename", hostile}, input: broken},
		"a file of another kind":       {args: []string{"check", "-v", "--stdin-filename", hostile}, input: "a: b"},
		"several documents":            {args: []string{"check", "-v", "--stdin-filename", hostile}, input: odd + "---\n" + odd},
		"names in a template":          {args: []string{"check", "-v", "-"}, input: odd},
		"names in a concise report":    {args: []string{"check", "-f", "concise", "-"}, input: odd},
		"the document about the names": {args: []string{"model", "--stdin-filename", hostile}, input: odd},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var output, complaints strings.Builder
			command := in(nil)
			command.Stdin, command.Stdout, command.Stderr = strings.NewReader(test.input), &output, &complaints
			command.Main(t.Context(), test.args)
			if output.Len() == 0 && complaints.Len() == 0 {
				t.Error("nothing is said")
			}
			wantNoControls(t, output.String())
			wantNoControls(t, complaints.String())
		})
	}
}

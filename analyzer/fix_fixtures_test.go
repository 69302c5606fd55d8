package analyzer_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/fix"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/rules"
)

const fixFixtures = "../fixtures/fixes"

// TestFixesAreWrittenAsTheTextAroundThem makes the edits of each folder in fixtures/fixes in the text before them and
// compares the result with the text after them, or the reason why they are refused.
//
// UPDATE_GOLDEN=1 rewrites the results.
func TestFixesAreWrittenAsTheTextAroundThem(t *testing.T) {
	t.Parallel()
	subject, err := analyzer.New(rules.FS(), analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	folders, err := filepath.Glob(fixFixtures + "/*/edits.json")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, edits := range folders {
		folder := filepath.Dir(edits)
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			name := "before.yaml"
			text, err := os.ReadFile(filepath.Join(folder, name))
			if err != nil {
				name = "before.json"
				text, err = os.ReadFile(filepath.Join(folder, name))
			}
			if err != nil {
				t.Fatal(err)
			}
			file := source.New(name, text)
			wanted := placedEdits(t, subject, file, edits)
			changes, refusal := fix.Changes(syntax.Parse(file), wanted)
			if refusal != "" {
				compareGolden(t, filepath.Join(folder, "refused.txt"), []byte(refusal+"\n"))
				return
			}
			after := fix.Apply(text, changes)
			compareGolden(t, filepath.Join(folder, "after"+filepath.Ext(name)), after)
			checkEnds(t, text, after)
		})
	}
}

// placedEdits reads edits, whose handles are JSON Pointers, and gives them their places in the text.
func placedEdits(t *testing.T, subject *analyzer.Analyzer, file *source.File, name string) finding.Fix {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var read []struct {
		Op    string    `json:"op"`
		At    source.At `json:"at"`
		Value any       `json:"value"`
	}
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	documents, _, err := subject.Models(t.Context(), []*source.File{file})
	if err != nil || len(documents) != 1 {
		t.Fatalf("%d documents: %v", len(documents), err)
	}
	var wanted finding.Fix
	for _, each := range read {
		edit := finding.Edit{Op: each.Op, At: source.At(file.Name+"#") + each.At, Value: each.Value}
		var refusal string
		if edit.Written, refusal = documents[0].Written(edit.Op, edit.At); refusal != "" {
			wanted.Refusal = refusal
		}
		wanted.Edits = append(wanted.Edits, edit)
	}
	return wanted
}

// checkEnds checks that a text has one sort of line ends, and a byte order mark, as before.
func checkEnds(t *testing.T, before, after []byte) {
	t.Helper()
	crlf := bytes.Count(before, []byte("\r\n"))
	if crlf > 0 && bytes.Count(after, []byte("\n")) != bytes.Count(after, []byte("\r\n")) {
		t.Error("some lines end with \\n alone")
	}
	if crlf == 0 && bytes.Contains(after, []byte("\r")) {
		t.Error("a \\r has come in")
	}
	mark := []byte("\ufeff")
	if bytes.HasPrefix(before, mark) != bytes.HasPrefix(after, mark) || bytes.Count(after, mark) > 1 {
		t.Error("the byte order mark is not what it was")
	}
	if bytes.HasSuffix(before, []byte("\n")) != bytes.HasSuffix(after, []byte("\n")) {
		t.Error("the end of the file is not what it was")
	}
}

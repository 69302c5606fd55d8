package fix_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/fix"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

func edit(op, pointer string, value any) finding.Edit {
	at := source.At("x.yaml#" + pointer)
	return finding.Edit{Op: op, At: at, Written: at, Value: value}
}

func TestFixesOfSeveralFindingsAreJoined(t *testing.T) {
	t.Parallel()
	const text = "A:\n  - b # c\n  - d\nE: {}\n"
	tests := map[string]struct {
		first, second finding.Edit
		want, refusal string
	}{
		"items of two fixes stand in their order": {
			first: edit("add", "/A/2", "x"), second: edit("add", "/A/2", "z"),
			want: "A:\n  - b # c\n  - d\n  - x\n  - z\nE: {}\n",
		},
		"the same edit of two fixes is made once": {
			first: edit("add", "/A/2", "x"), second: edit("add", "/A/2", "x"),
			want: "A:\n  - b # c\n  - d\n  - x\nE: {}\n",
		},
		"neighbours do not get in each other's way": {
			first: edit("remove", "/A/0", nil), second: edit("replace", "/A/1", "x"),
			want: "A:\n  - x\nE: {}\n",
		},
		"members of one new mapping are put together": {
			first: edit("add", "/F/G", "1"), second: edit("add", "/F/H/I", "2"),
			want: "A:\n  - b # c\n  - d\nE: {}\nF:\n  G: \"1\"\n  H:\n    I: \"2\"\n",
		},
		"two values for one place are not": {
			first: edit("replace", "/A/0", "x"), second: edit("replace", "/A/0", "y"),
			refusal: "it overlaps another change",
		},
		"neither is what stands in what is taken away": {
			first: edit("remove", "/A", nil), second: edit("replace", "/A/0", "y"),
			refusal: "it overlaps another change",
		},
		"nor the other way round": {
			first: edit("add", "/E/F", "x"), second: edit("remove", "/E", nil),
			refusal: "it overlaps another change",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := syntax.Parse(source.New("x.yaml", []byte(text)))
			changes, refusal := fix.Changes(tree,
				finding.Fix{Edits: []finding.Edit{test.first}}, finding.Fix{Edits: []finding.Edit{test.second}})
			if refusal != test.refusal {
				t.Fatalf("refusal = %q, want %q", refusal, test.refusal)
			}
			if refusal != "" {
				return
			}
			if diff := cmp.Diff(test.want, string(fix.Apply([]byte(text), changes))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCommentsAreTakenAwayWithTheirLine(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ text, comment, want string }{
		"one beside a value leaves the value":  {"A: b   # c\nD: e\n", "# c", "A: b\nD: e\n"},
		"one on a line of its own takes it":    {"A: b\n  # c\nD: e\n", "# c", "A: b\nD: e\n"},
		"the last line, too":                   {"A: b\n# c", "# c", "A: b\n"},
		"a line end of two characters as well": {"A: b\r\n# c\r\nD: e\r\n", "# c", "A: b\r\nD: e\r\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := source.New("x.yaml", []byte(test.text))
			start := strings.Index(test.text, test.comment)
			removal := finding.Replacement{File: "x.yaml", Span: file.Span(start, start+len(test.comment))}
			changes, refusal := fix.Changes(syntax.Parse(file), finding.Fix{Text: []finding.Replacement{removal}})
			if refusal != "" {
				t.Fatal(refusal)
			}
			if diff := cmp.Diff(test.want, string(fix.Apply(file.Content, changes))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTextInACommentIsReplacedInIt(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ old, text, want, refusal string }{
		"a part of one":             {"c, d", "c", "A: b # [c] e\nD: e # f\n", ""},
		"a part of one and a value": {"b # [c", "b # [c", "", "a comment would be lost"},
		"what makes it two":         {"d] e", "d] e\n# f", "", "a comment would be lost"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := source.New("x.yaml", []byte("A: b # [c, d] e\nD: e # f\n"))
			start := strings.Index(string(file.Content), test.old)
			part := finding.Replacement{File: "x.yaml", Span: file.Span(start, start+len(test.old)), Text: test.text}
			changes, refusal := fix.Changes(syntax.Parse(file), finding.Fix{Text: []finding.Replacement{part}})
			if diff := cmp.Diff(test.refusal, refusal); diff != "" {
				t.Fatalf("refusal (-want +got):\n%s", diff)
			}
			if refusal != "" {
				return
			}
			if diff := cmp.Diff(test.want, string(fix.Apply(file.Content, changes))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestReplacementsCoverAllFilesOfAFix(t *testing.T) {
	t.Parallel()
	files := map[string]*source.File{
		"a.yaml": source.New("a.yaml", []byte("A: 😀 # b\n")), "b.json": source.New("b.json", []byte(`{"A": "b"}`)),
		"c.yaml": source.New("c.yaml", []byte("A: b\n")),
	}
	replacements := fix.Replacements(files)
	place := func(name, op string) finding.Edit {
		at := source.NewAt(name, "A")
		return finding.Edit{Op: op, At: at, Written: at, Value: "x"}
	}
	got := replacements(finding.Fix{Edits: []finding.Edit{place("b.json", "replace"), place("a.yaml", "replace")}})
	var lines []string
	for _, each := range got {
		lines = append(lines, fmt.Sprintf("%s %d-%d (UTF-16 %d-%d) %q", each.File, each.Span.Start.Offset, each.Span.End.Offset,
			each.Span.Start.ColumnUTF16, each.Span.End.ColumnUTF16, each.Text))
	}
	want := []string{`a.yaml 3-7 (UTF-16 4-6) "x"`, `b.json 6-9 (UTF-16 7-10) "\"x\""`}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	missing := finding.Edit{Op: "remove", At: source.NewAt("a.yaml", "B"), Written: source.NewAt("a.yaml", "B")}
	if got := replacements(finding.Fix{Edits: []finding.Edit{place("b.json", "replace"), missing}}); got != nil {
		t.Errorf("a fix of which a part can't be made gives %v", got)
	}
}

func TestEditsOfOneFixMayTouchEachOther(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text, want string
		edits      []finding.Edit
	}{
		"the last member gives way to another": {
			text:  "R:\n  A: 1 # one\n  B: 2\n",
			want:  "R:\n  A: 1 # one\n  C: x\n",
			edits: []finding.Edit{edit("remove", "/R/B", nil), edit("add", "/R/C", "x")},
		},
		"and something is added behind it": {
			text:  "R:\n  A: 1\n  B: 2\n",
			want:  "R:\n  A: 1\n  C: x\nS:\n  T: z\n",
			edits: []finding.Edit{edit("remove", "/R/B", nil), edit("add", "/S", map[string]any{"T": "z"}), edit("add", "/R/C", "x")},
		},
		"items go from the end on": {
			text:  "R: [a, b, c]\nS: d",
			want:  "R: [b]\nS: d\nT: e",
			edits: []finding.Edit{edit("remove", "/R/0", nil), edit("remove", "/R/2", nil), edit("add", "/T", "e")},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := syntax.Parse(source.New("x.yaml", []byte(test.text)))
			changes, refusal := fix.Changes(tree, finding.Fix{Edits: test.edits})
			if refusal != "" {
				t.Fatalf("refused: %s", refusal)
			}
			if diff := cmp.Diff(test.want, string(fix.Apply([]byte(test.text), changes))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

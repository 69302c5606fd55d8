package report_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

func TestText(t *testing.T) {
	t.Parallel()
	golden(t, "text", write(t, "text", rich(t), report.Options{}))
}

func TestTextWithEverythingShown(t *testing.T) {
	t.Parallel()
	options := report.Options{Width: 120, Color: true, ShowUndecided: true, ShowSuppressed: true}
	golden(t, "text-color", write(t, "text", rich(t), options))
}

func TestTextSnippet(t *testing.T) {
	t.Parallel()
	x := func(count int) string { return strings.Repeat("x", count) }
	tests := map[string]struct {
		content, text string
		want          string
	}{
		"a tab in front moves the carets to the next stop": {
			"a:\tb: c", "c", "" +
				"1 | a:  b: c\n" +
				"  |        ^ label",
		},
		"a wide character takes two columns": {
			"로그: 모두", "모두", "" +
				"1 | 로그: 모두\n" +
				"  |       ^^^^ label",
		},
		"an accent takes none": {
			"cafe\u0301: e\u0301a", "e\u0301a", "" +
				"1 | cafe\u0301: e\u0301a\n" +
				"  |       ^^ label",
		},
		"joined emoji stay one": {
			"a: \U0001F469\u200d\U0001F4BB b", "b", "" +
				"1 | a: \U0001F469\u200d\U0001F4BB b\n" +
				"  |       ^ label",
		},
		"a control character is as long as its escape": {
			"a\x1b[31m: b", "b", "" +
				"1 | a\\x1b[31m: b\n" +
				"  |            ^ label",
		},
		"a byte that is not text is one character": {
			"\xff\xfe: b", "b", "" +
				"1 | \ufffd\ufffd: b\n" +
				"  |     ^ label",
		},
		"a byte order mark has no column": {
			"\ufeffa: b", "b", "" +
				"1 | a: b\n" +
				"  |    ^ label",
		},
		"Windows line ends are not shown": {
			"a: b\r\nc: d\r\n", "d", "" +
				"2 | c: d\n" +
				"  |    ^ label",
		},
		"the end of the file is a place": {
			"a: b\n", "", "" +
				"2 |\n" +
				"  | ^ label",
		},
		"the end of a line is a place": {
			x(75), "", "" +
				"1 | " + x(75) + "\n" +
				"  | " + strings.Repeat(" ", 75) + "^\n" +
				"  | " + strings.Repeat(" ", 71) + "label",
		},
		"the end of a line as wide as the screen is a place": {
			x(76), "", "" +
				"1 | ..." + x(19) + "\n" +
				"  | " + strings.Repeat(" ", 22) + "^ label",
		},
		"a span over three lines is shown whole, without blanks at the edges": {
			"k:  \n  - a\n\n  - bcd\n", "k:  \n  - a\n\n  - b", "" +
				"1 | k:\n" +
				"  | ^^\n" +
				"...\n" +
				"4 |   - bcd\n" +
				"  |   ^^^ label",
		},
		"a longer span is its first line and its last": {
			"k:\n- a\n- b\n- c\n- d\n", "k:\n- a\n- b\n- c\n- d\n", "" +
				"1 | k:\n" +
				"  | ^^\n" +
				"...\n" +
				"5 | - d\n" +
				"  | ^^^ label",
		},
		"a long line shows what is around the mark": {
			x(500) + "!" + x(500), "!", "" +
				"1 | ..." + x(19) + "!" + x(50) + "...\n" +
				"  | " + strings.Repeat(" ", 22) + "^ label",
		},
		"a long line shows its start when the mark is there": {
			"!" + x(500), "!", "" +
				"1 | !" + x(72) + "...\n" +
				"  | ^ label",
		},
		"a mark longer than the screen shows how it starts": {
			x(90) + strings.Repeat("!", 90), strings.Repeat("!", 90), "" +
				"1 | ..." + strings.Repeat("!", 70) + "...\n" +
				"  |    " + strings.Repeat("^", 70) + "\n" +
				"  |    label",
		},
		"a wide character that does not fit leaves a blank": {
			strings.Repeat("로", 100) + "!", "!", "" +
				"1 | ... " + strings.Repeat("로", 9) + "!\n" +
				"  | " + strings.Repeat(" ", 22) + "^ label",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := write(t, "text", single(t, test.content, test.text), report.Options{Quiet: true})
			_, snippet, _ := strings.Cut(got, "  |\n")
			snippet, _, _ = strings.Cut(snippet, "\n  |\n")
			if diff := cmp.Diff(test.want, snippet); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTextFitsItsWidth(t *testing.T) {
	t.Parallel()
	for _, width := range []int{40, 60, 80, 132} {
		for line := range strings.Lines(write(t, "text", rich(t), report.Options{Width: width})) {
			line = strings.TrimRight(line, "\n")
			// What is copied or clicked is not broken, however narrow the terminal.
			whole := slices.ContainsFunc([]string{"arn:aws:", "aws sts", "--target", "stacks/"},
				func(word string) bool { return strings.Contains(line, word) })
			if runewidth.StringWidth(line) > width && !whole {
				t.Errorf("wider than %d: %q", width, line)
			}
			if strings.TrimRight(line, " ") != line {
				t.Errorf("blanks at the end: %q", line)
			}
		}
	}
}

func TestTextNeverWritesWhatATerminalObeys(t *testing.T) {
	t.Parallel()
	hostile := "\x1b]0;owned\a\x9b2J\u0085\u2028\u202e\u200b\u2066\x7f\r\b"
	of := single(t, "Web: "+hostile+"\nEnd: x", "Web")
	found := &of.Findings[0]
	found.Rule, found.Message, found.Label = hostile, hostile, hostile
	found.Location.Path = "/" + hostile
	found.Related = []finding.Step{
		{Location: found.Location, Message: hostile},
		{Location: finding.Location{File: hostile}, Message: hostile},
	}
	found.Flow = found.Related
	found.Notes = []finding.Note{{Label: hostile, Text: hostile + "\naws " + hostile}}
	found.Scenario = map[string]bool{hostile: true}
	found.Fix = &finding.Fix{Title: hostile, Edits: []finding.Edit{
		{Op: "add", At: source.NewAt(hostile, hostile), Value: hostile},
	}}
	of.Suppressed = of.Findings
	of.Undecided = []finding.Undecided{{Rule: hostile, Location: found.Location, Reason: hostile}}
	options := report.Options{ShowUndecided: true, ShowSuppressed: true}
	for _, format := range []string{"text", "concise"} {
		for _, char := range write(t, format, of, options) {
			if char != '\n' && unicode.In(char, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
				t.Fatalf("%s has %U", format, char)
			}
		}
	}
}

func TestTextGroupsRepeats(t *testing.T) {
	t.Parallel()
	of := single(t, strings.Repeat("Web: x\n", 33), "Web")
	held := of.Files["app.yaml"]
	first := of.Findings[0]
	of.Findings = nil
	for i := range 33 {
		first.Message = fmt.Sprintf("Web%d is wrong", i+1)
		first.Location.Span = held.Span(7*i, 7*i+3)
		of.Findings = append(of.Findings, first)
	}
	other := first
	other.Rule, other.Message = "family/other", "Web is odd"
	of.Findings = append(of.Findings, other)

	got := write(t, "text", of, report.Options{})
	for _, want := range []string{
		"Web10 is wrong\n", "\n... and 23 more family/name in app.yaml, -f concise shows all\n\n", "Web is odd",
		"34 findings (34 high) in 1 of 1 file\n",
	} {
		if strings.Count(got, want) != 1 {
			t.Errorf("want %q once in\n%s", want, got)
		}
	}
	if strings.Contains(got, "Web11 is wrong") {
		t.Error("the eleventh finding is shown in full")
	}
}

func TestTextLimitsRelatedPlaces(t *testing.T) {
	t.Parallel()
	of := single(t, "Web: x\n", "Web")
	of.Findings[0].Related = slices.Repeat([]finding.Step{step(of.Findings[0].Location, "also")}, 11)
	got := write(t, "text", of, report.Options{})
	if count := strings.Count(got, "--- also"); count != 8 {
		t.Errorf("%d related places are shown, want 8", count)
	}
	if want := "= note: 3 more related places, -f json lists them\n"; !strings.Contains(got, want) {
		t.Errorf("want %q in\n%s", want, got)
	}
}

func TestTextShowsALineBetweenMarks(t *testing.T) {
	t.Parallel()
	of := single(t, "A: 1\nB: 2\nC: 3\n", "A")
	of.Findings[0].Related = []finding.Step{{Location: at(t, of.Files, "app.yaml", "C", ""), Message: "other"}}
	want := "1 | A: 1\n  | ^ label\n2 | B: 2\n3 | C: 3\n  | - other\n"
	if got := write(t, "text", of, report.Options{}); !strings.Contains(got, want) {
		t.Errorf("want\n%s in\n%s", want, got)
	}
}

func TestTextSummary(t *testing.T) {
	t.Parallel()
	clean := func(files, undecided, suppressed int) *finding.Report {
		return &finding.Report{
			Undecided:  make([]finding.Undecided, undecided),
			Suppressed: make([]finding.Finding, suppressed),
			Summary:    finding.Summary{Files: files},
		}
	}
	tests := map[string]struct {
		of      *finding.Report
		options report.Options
		want    string
	}{
		"a clean run is one line":        {of: clean(14, 0, 0), want: "no findings in 14 files\n"},
		"one file is a file":             {of: clean(1, 0, 0), want: "no findings in 1 file\n"},
		"a quiet clean run says nothing": {of: clean(14, 2, 0), options: report.Options{Quiet: true}},
		"what is suppressed is counted":  {of: clean(2, 0, 3), want: "no findings in 2 files; 3 suppressed\n"},
		"what is undecided can be asked for": {
			of:   clean(2, 5, 0),
			want: "no findings in 2 files; 5 undecided, --show-undecided lists them\n",
		},
		"a run without files is still a line": {of: clean(0, 0, 0), want: "no findings in 0 files\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, write(t, "text", test.of, test.options)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTextWithoutAPlace(t *testing.T) {
	t.Parallel()
	of := &finding.Report{
		Findings: []finding.Finding{{
			Rule: "family/name", Severity: rule.Low, Message: "gone.yaml cannot be shown",
			Location: finding.Location{File: "gone.yaml", Path: "/A/10/01/b c/d'e/f.g"},
		}},
		Summary: finding.Summary{Files: 1},
	}
	want := `low[family/name]: gone.yaml cannot be shown
 --> gone.yaml   A[10].01["b c"]["d'e"]["f.g"]
  = docs: latchkey explain family/name

1 finding (1 low) in 1 of 1 file
`
	if diff := cmp.Diff(want, write(t, "text", of, report.Options{})); diff != "" {
		t.Error(diff)
	}
}

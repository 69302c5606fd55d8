package report_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	gtext "github.com/yuin/goldmark/text"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// shownPage is what a reader of Markdown makes of a report.
type shownPage struct {
	// headings, paragraphs and items hold their text; blocks holds that of code.
	headings, paragraphs, items, blocks []string
	// outside is the text that is not code.
	outside strings.Builder
}

// linkedByGitHub matches what GitHub makes a link or a picture of once the Markdown is read: mentions, issues, commits,
// addresses, emoji.
var linkedByGitHub = regexp.MustCompile(`[@#][\pL\pN]|://|www\.\S|\b[Gg][Hh]-\d|\b[0-9a-f]{7,40}\b|:[\w+-]+:`)

// readMarkdown reads a page as GitHub does, and refuses all markup but ours.
func readMarkdown(t *testing.T, page string) *shownPage {
	t.Helper()
	content := []byte(page)
	shown := &shownPage{}
	root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(gtext.NewReader(content))
	err := ast.Walk(root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			shown.enter(t, node, content)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found := linkedByGitHub.FindString(shown.outside.String()); found != "" {
		t.Errorf("GitHub would make a link of %q in\n%s", found, page)
	}
	return shown
}

func (s *shownPage) enter(t *testing.T, node ast.Node, content []byte) {
	t.Helper()
	switch node := node.(type) {
	case *ast.Heading:
		s.headings = append(s.headings, plainText(node, content))
	case *ast.Paragraph:
		s.paragraphs = append(s.paragraphs, plainText(node, content))
	case *ast.TextBlock:
		if node.Parent().Kind() == ast.KindListItem {
			s.items = append(s.items, plainText(node, content))
		}
	case *ast.FencedCodeBlock:
		s.blocks = append(s.blocks, string(node.Lines().Value(content)))
	case *ast.HTMLBlock:
		if html := strings.TrimSpace(string(node.Lines().Value(content))); html != "</details>" &&
			html != "<details><summary>Evidence</summary>" {
			t.Errorf("the page has the HTML %q", html)
		}
	case *ast.Emphasis:
		if node.Level != 2 {
			t.Errorf("%q is emphasized", plainText(node, content))
		}
	case *ast.Text:
		if node.Parent().Kind() != ast.KindCodeSpan {
			s.outside.Write(node.Value(content))
			s.outside.WriteByte('\n')
		}
	case *ast.Document, *ast.List, *ast.ListItem, *ast.CodeSpan,
		*east.Table, *east.TableHeader, *east.TableRow, *east.TableCell:
	default:
		t.Errorf("the page has %s %q", node.Kind(), plainText(node, content))
	}
}

// plainText returns the text of a node as it is shown: a line break is a line feed.
func plainText(node ast.Node, content []byte) string {
	var shown strings.Builder
	_ = ast.Walk(node, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if part, ok := node.(*ast.Text); ok && entering {
			shown.Write(part.Value(content))
			if part.HardLineBreak() {
				shown.WriteByte('\n')
			}
		}
		return ast.WalkContinue, nil
	})
	return shown.String()
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	options := report.Options{
		Dir: "/src/app/templates", Root: "/src/app", ShowUndecided: true, ShowSuppressed: true,
	}
	got := write(t, "markdown", rich(t), options)
	golden(t, "markdown", got)
	page := readMarkdown(t, got)
	want := []string{
		"latchkey", "Notices", "templates/empty.yaml", "templates/queue.json", "templates/stacks/bucket policy.yaml",
		"templates/stacks/network.yaml", "Suppressed", "Undecided",
	}
	if diff := cmp.Diff(want, page.headings); diff != "" {
		t.Error(diff)
	}
}

func TestMarkdownOfACleanRun(t *testing.T) {
	t.Parallel()
	got := write(t, "markdown", &finding.Report{Summary: finding.Summary{Files: 2}}, report.Options{})
	if want := "## latchkey\n\nNo findings in 2 files\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestMarkdownTellsWhatMakesTheRunIncomplete(t *testing.T) {
	t.Parallel()
	of := &finding.Report{Notices: []finding.Notice{
		{Message: "1. x", Detail: true},
		{Message: "1. look at *this*"},
		{File: "a`b.yaml", Message: "rule a/b failed", Fault: true},
	}}
	page := readMarkdown(t, write(t, "markdown", of, report.Options{Quiet: true, Verbose: true}))
	want := []string{"The report is not complete: a`b.yaml: rule a/b failed", "run: 1. look at *this*"}
	if diff := cmp.Diff(want, page.items); diff != "" {
		t.Error(diff)
	}
}

func TestMarkdownProse(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ message, want string }{
		"words stay":               {"Web doesn't reach the internet (yet), 모두 거부.", "Web doesn't reach the internet (yet), 모두 거부."},
		"an action becomes code":   {"Web denies s3:Get*, always", "Web denies `s3:Get*`, always"},
		"neighbours are one":       {"Web says [click here](https://example.com) now", "Web says `[click here](https://example.com)` now"},
		"brackets stay outside":    {"Web (sg-0a1b) is open", "Web (`sg-0a1b`) is open"},
		"brackets of a call stay":  {"Web uses f(x) now", "Web uses `f(x)` now"},
		"a mention":                {"Web is of @octocat", "Web is of `@octocat`"},
		"an issue and a commit":    {"Web GH-1 #2 deadbeef1 is", "Web `GH-1 #2 deadbeef1` is"},
		"backticks":                {"Web ``x` is", "Web ``` ``x` ``` is"},
		"HTML, tables and escapes": {`Web <b> a|b \* &lt; is`, "Web `<b> a|b \\* &lt`; is"},
		"lines become visible":     {"Web\n# heading", "`Web\\n#` heading"},
		"blanks are one":           {"Web   is", "Web is"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			of := single(t, "Web: x", "Web")
			of.Findings[0].Message = test.message
			got := write(t, "markdown", of, report.Options{})
			readMarkdown(t, got)
			if want := "**high**: " + test.want + "\\\n"; !strings.Contains(got, want) {
				t.Errorf("want %s in\n%s", want, got)
			}
		})
	}
}

func TestMarkdownFitsIntoASummary(t *testing.T) {
	t.Parallel()
	of := graded(t, 0, 1000, 0, 3000)
	for i := range of.Findings {
		of.Findings[i].Notes = []finding.Note{{Label: "why", Text: strings.Repeat("word ", 100)}}
	}
	for range 5000 {
		of.Undecided = append(of.Undecided, finding.Undecided{Rule: "a/b", Reason: strings.Repeat("word ", 20)})
		of.Notices = append(of.Notices, finding.Notice{Message: "notice"})
	}
	got := write(t, "markdown", of, report.Options{ShowUndecided: true})
	if size := len(got); size > 1<<20 || size < 900_000 {
		t.Errorf("the page has %d bytes", size)
	}
	page := readMarkdown(t, got)
	shown := map[string]int{}
	for _, paragraph := range page.paragraphs {
		if severity, _, ok := strings.Cut(paragraph, ": "); ok {
			shown[severity]++
		}
	}
	left := fmt.Sprintf("Left out: %d findings of the least severity.", 3000-shown["low"])
	if shown["high"] != 1000 || shown["low"] == 0 || !strings.Contains(got, left) {
		t.Errorf("%d high and %d low findings, want all and some, and %q", shown["high"], shown["low"], left)
	}
	if !strings.Contains(got, "Left out: 5000 of the undecided.") || !strings.Contains(got, "... and 4900 more") {
		t.Error("the page does not say that questions and notices are left out")
	}
	if len(page.blocks) != 1000+shown["low"] {
		t.Errorf("%d blocks of evidence for %d findings", len(page.blocks), 1000+shown["low"])
	}
}

func TestMarkdownShortensEvidence(t *testing.T) {
	t.Parallel()
	of := single(t, "Web: x", "Web")
	of.Findings[0].Notes = []finding.Note{{Label: "why", Text: strings.Repeat("line\n", 500)}}
	page := readMarkdown(t, write(t, "markdown", of, report.Options{}))
	if lines := strings.Count(page.blocks[0], "\n"); lines != 61 {
		t.Errorf("%d lines of evidence, want 60 and one that says so", lines)
	}
	if !strings.HasSuffix(page.blocks[0], " more lines, -f text shows all\n") {
		t.Errorf("the cut is not marked:\n%s", page.blocks[0])
	}
	of.Findings[0].Message = strings.Repeat("*", 2_000_000)
	if got := write(t, "markdown", of, report.Options{}); len(got) > 100_000 || !strings.Contains(got, "**high**") {
		t.Errorf("one message makes %d bytes", len(got))
	}
}

func TestMarkdownLeavesNothingOutThatIsMoreSevere(t *testing.T) {
	t.Parallel()
	of := graded(t, 0, 100, 0, 1)
	for i := range of.Findings {
		if of.Findings[i].Severity == rule.High {
			of.Findings[i].Notes = []finding.Note{{Label: "why", Text: strings.Repeat(strings.Repeat("x", 400)+"\n", 100)}}
		}
	}
	got := write(t, "markdown", of, report.Options{})
	readMarkdown(t, got)
	if len(got) > 1<<20 || strings.Contains(got, "**low**") || !strings.Contains(got, "findings of the least severity") {
		t.Errorf("the page has %d bytes and may hold what is short before what is severe", len(got))
	}
}

func TestMarkdownFencesAreLongerThanWhatTheyHold(t *testing.T) {
	t.Parallel()
	of := single(t, "Web: `````", "Web")
	got := write(t, "markdown", of, report.Options{})
	readMarkdown(t, got)
	if !strings.Contains(got, "\n``````text\n") {
		t.Errorf("want a fence of six in\n%s", got)
	}
}

func FuzzMarkdown(f *testing.F) {
	f.Add("a `b` ``c", "`a.yaml`", "```\n</details>\n# x")
	f.Add("1. <details> </details> | a | &amp; \\", "<b>.yaml", "~~~~\n````")
	f.Add("@user #1 GH-2 user/repo#3 https://x.y www.x.y a@b.c :key: http://", "@a/b", "@user")
	f.Add("*a* _b_ ~~c~~ [d](e) ![f](g) <http://h> $i$ [^1]: [x]: y", " a ", "[x]: y")
	f.Add("000000d괦 괦000000d", "k0@\x81kk", "0000")
	f.Add("at www. (www.)", "]a/i", "us\x00 ")
	f.Add("- a", "#", "- a\n\n- b")
	f.Add("(\"a:b\") '*' ...! ?) ()", "a|b", "\x00\xff\u2028")
	f.Fuzz(func(t *testing.T, message, file, note string) {
		if len(message) > 300 {
			t.Skip()
		}
		at := finding.Location{File: file}
		of := &finding.Report{
			Findings: []finding.Finding{{
				Rule: "a/b", Severity: rule.High, Message: message, Location: at, Notes: []finding.Note{{Label: "why", Text: note}},
			}},
			Suppressed: []finding.Finding{{
				Rule: "a/b", Message: message, Location: at, Suppression: &finding.Suppression{Reason: message},
			}},
			Undecided: []finding.Undecided{{Rule: "a/b", Reason: message, Location: at}},
			Notices:   []finding.Notice{{File: file, Message: message}, {Message: message}, {Message: message, Fault: true}},
		}
		page := readMarkdown(t, write(t, "markdown", of, report.Options{ShowSuppressed: true, ShowUndecided: true}))

		said := strings.Join(strings.Fields(report.Visible(message)), " ")
		first, _, _ := strings.Cut(page.paragraphs[1], "\n")
		if diff := cmp.Diff(strings.TrimSpace("high: "+said), strings.TrimSpace(first)); diff != "" {
			t.Error(diff)
		}
		if len(page.blocks) != 1 || len(page.headings) != 5 || len(page.items) != 5 || len(page.paragraphs) != 2 {
			t.Errorf("the page has %d blocks, %d headings, %d items and the paragraphs %q",
				len(page.blocks), len(page.headings), len(page.items), page.paragraphs)
		}
	})
}

package report_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// drawn returns options with a diff for each fix and two pictures, of which the first has a finding of the report.
func drawn(of *finding.Report) report.Options {
	pictures := report.Pictures{Style: ".net .box{fill:#fff}\n"}
	for i := range 2 {
		pictures.Drawn = append(pictures.Drawn, report.Picture{
			Files: []string{"stacks/network.yaml", "stacks/more.yaml"}[i:], Summary: "VPC Lab: 1 subnet",
			SVG: fmt.Sprintf("<svg class=\"net\" aria-labelledby=\"title%d\"><title id=\"title%d\">Lab</title></svg>\n", i, i),
		})
	}
	pictures.Drawn[0].Findings = of.Findings[:1]
	return report.Options{
		Pictures: pictures,
		Diff: func(fix finding.Fix) string {
			if !fix.Safe {
				return ""
			}
			return "--- a/x.yaml\n+++ b/x.yaml\n@@ -1,3 +1,3 @@\n Group:\n-\tFromPort: -1\n+\tFromPort: 8\n"
		},
	}
}

// parse reads a page as a browser does.
func parse(t *testing.T, page string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// elements returns the elements of a page with a name, all for "".
func elements(root *html.Node, name string) []*html.Node {
	var found []*html.Node
	for node := range root.Descendants() {
		if node.Type == html.ElementNode && (name == "" || node.Data == name) {
			found = append(found, node)
		}
	}
	return found
}

// attribute returns the value of an attribute, "" where it is missing.
func attribute(node *html.Node, name string) string {
	for _, each := range node.Attr {
		if each.Key == name {
			return each.Val
		}
	}
	return ""
}

// textOf returns the text in a node.
func textOf(node *html.Node) string {
	var text strings.Builder
	for each := range node.Descendants() {
		if each.Type == html.TextNode {
			text.WriteString(each.Data)
		}
	}
	return text.String()
}

// assets matches what is the same on every page.
var assets = regexp.MustCompile(`(?s)<style>.*?</style>|<script>.*?</script>|'sha256-[^']*'`)

func TestHTML(t *testing.T) {
	t.Parallel()
	of := rich(t)
	golden(t, "html", assets.ReplaceAllString(write(t, "html", of, drawn(of)), "..."))
}

func TestHTMLOfACleanRunHasNoScript(t *testing.T) {
	t.Parallel()
	page := write(t, "html", &finding.Report{Summary: finding.Summary{Files: 3}}, report.Options{})
	if strings.Contains(page, "<script") || !strings.Contains(page, "script-src 'none'") {
		t.Error("a page without findings has a script")
	}
	if !strings.Contains(page, "no findings in 3 files") {
		t.Error("the page does not say that there are none")
	}
}

func TestHTMLLetsNothingElseIn(t *testing.T) {
	t.Parallel()
	of := rich(t)
	root := parse(t, write(t, "html", of, drawn(of)))
	policy := ""
	for _, meta := range elements(root, "meta") {
		if attribute(meta, "http-equiv") == "Content-Security-Policy" {
			policy = attribute(meta, "content")
		}
	}
	style, script := elements(root, "style"), elements(root, "script")
	if len(style) != 1 || len(script) != 1 {
		t.Fatalf("there are %d style sheets and %d scripts", len(style), len(script))
	}
	want := "default-src 'none'; style-src " + hash(textOf(style[0])) + "; script-src " + hash(textOf(script[0])) +
		"; img-src data:; base-uri 'none'; form-action 'none'"
	if diff := cmp.Diff(want, policy); diff != "" {
		t.Error(diff)
	}
	if found := regexp.MustCompile(`(?i)url\(|@import|@font-face|http`).FindString(textOf(style[0])); found != "" {
		t.Errorf("the style sheet has %s", found)
	}
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func TestHTMLLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	of := rich(t)
	of.Findings[1].Fingerprint = of.Findings[0].Fingerprint // as after a merge of reports
	root := parse(t, write(t, "html", of, drawn(of)))
	ids := map[string]bool{}
	for _, element := range elements(root, "") {
		id := attribute(element, "id")
		if id != "" && ids[id] {
			t.Errorf("the id %s stands twice", id)
		}
		ids[id] = true
	}
	for _, element := range elements(root, "") {
		for _, name := range []string{"href", "aria-labelledby"} {
			value := attribute(element, name)
			target, isLocal := strings.CutPrefix(value, "#")
			if value != "" && (isLocal || name != "href") && !ids[target] {
				t.Errorf("%s=%q of %s leads nowhere", name, value, element.Data)
			}
		}
	}
}

func TestHTMLKeepsItsAnchors(t *testing.T) {
	t.Parallel()
	for fingerprint, want := range map[string]string{"0a1b": "f-0a1b", `x" y`: "f-x--y", "": "f-"} {
		if got := report.Anchor(finding.Finding{Fingerprint: fingerprint}); got != want {
			t.Errorf("%q: got %s, want %s", fingerprint, got, want)
		}
	}
}

// attacks are texts that do harm where they are not escaped, or steer what stands around them.
var attacks = []string{
	`<script>document.title="pwned"</script>`, `"><img src=x onerror=alert(1)>`, `' onfocus='alert(1)' autofocus x='`,
	`</style></title></textarea></script></svg>`, `javascript:alert(1)`, `&lt;b&gt;&amp;&#x3c;script&#x3e;&colon;`,
	`<!-- --> ]]> <![CDATA[ <?php`, "\u202ereversed\u2066\u200b\u2028\x00\x1b[2J\x07\ufeff\xff", `${x} {{.}} ` + "`", `\u003cb\u003e`,
	`[a](javascript:alert(1))`, `[b](data:text/html,<script>alert(1)</script>)`, `- <b>item</b>`,
}

// letters returns a harmless text of the same form.
func letters(text string) string {
	return strings.Map(func(char rune) rune {
		if char == ' ' || char == '\n' {
			return char
		}
		return 'x'
	}, text)
}

// attacked returns a report with the texts in all places, each passed through a function.
func attacked(through func(string) string) (*finding.Report, report.Options) {
	attack := through(strings.Join(attacks, " "))
	held := map[string]*source.File{}
	var names []string
	for i := range 3 {
		name := strings.ToValidUTF8(through(strings.Repeat("n", i)+"javascript:"+strings.Join(attacks, "")), "\ufffd")
		names = append(names, name)
		held[name] = source.New(name, []byte(strings.Repeat("é: "+attack+"\n", 9)))
	}
	location := func(file, line int) finding.Location {
		at := source.Position{Line: line, Column: 3}
		end := source.Position{Line: line, Column: 40}
		return finding.Location{File: names[file], Path: "/Resources/" + attack, Span: source.Span{Start: at, End: end}}
	}
	of := &finding.Report{Files: held, Summary: finding.Summary{Files: 3}}
	for i := range 4 {
		id := through("family/name" + strings.Repeat("n", i) + strings.Join(attacks, ""))
		of.Rules = append(of.Rules, rule.Rule{
			ID: id, Title: attack, Description: attack + "\n\n" + attack, Remediation: attack, Severity: rule.High,
			References: []rule.Reference{{Description: attack, URL: attack}, {Description: attack, URL: "https://x/" + attack}},
		})
		of.Findings = append(of.Findings, finding.Finding{
			Rule: id, Severity: rule.Severity(1 + i), Message: attack + "\n" + attack, Label: attack,
			Location: location(i/2, 1+i),
			Related: []finding.Step{
				step(location(i/2, 4), attack), step(location(2, 5), attack), step(finding.Location{File: attack}, attack),
				step(location(2, 1), attack), step(location(2, 2), attack), step(location(2, 3), attack),
				step(location(2, 4), attack), step(location(2, 6), attack), step(location(2, 8), attack),
			},
			Flow:        []finding.Step{step(location(i/2, 2), attack)},
			Notes:       []finding.Note{{Label: attack, Text: attack + "\naws " + attack}},
			Scenario:    map[string]bool{attack: true},
			Fingerprint: through(attack) + strconv.Itoa(i),
			Fix: &finding.Fix{Title: attack, Safe: i == 0, Edits: []finding.Edit{
				{Op: "add", At: source.NewAt(attack, attack), Value: map[string]any{attack: attack}},
			}},
		})
	}
	of.Findings[3].Fix.Refusal = attack
	of.Suppressed = slices.Clone(of.Findings[:1])
	of.Suppressed[0].Suppression = &finding.Suppression{Reason: attack, Until: attack, Location: location(2, 1)}
	of.Undecided = []finding.Undecided{{Rule: attack, Reason: attack, Location: location(1, 1)}}
	of.Notices = []finding.Notice{{File: attack, Message: attack}, {Message: attack, Fault: true}}
	return of, report.Options{
		Diff: func(fix finding.Fix) string {
			if !fix.Safe {
				return ""
			}
			return "--- " + attack + "\n+++ " + attack + "\n@@ " + attack + "\n " + attack + "\n-" + attack + "\n+" + attack + "\n"
		},
		Pictures: report.Pictures{Drawn: []report.Picture{
			{Files: []string{attack, attack}, Summary: attack, Findings: of.Findings[:1], SVG: "<svg></svg>"},
		}},
	}
}

// shape returns the elements of a page with the names of their attributes.
func shape(root *html.Node) []string {
	var all []string
	for _, element := range elements(root, "") {
		names := []string{element.Data}
		for _, each := range element.Attr {
			names = append(names, each.Key)
		}
		all = append(all, strings.Join(names, " "))
	}
	return all
}

func TestHTMLHasTheSameElementsWhateverTheTextsSay(t *testing.T) {
	t.Parallel()
	bad, badOptions := attacked(func(text string) string { return text })
	good, goodOptions := attacked(letters)
	page := write(t, "html", bad, badOptions)
	root := parse(t, page)
	if diff := cmp.Diff(shape(parse(t, write(t, "html", good, goodOptions))), shape(root)); diff != "" {
		t.Errorf("texts became elements or attributes (-want +got):\n%s", diff)
	}
	for _, char := range page {
		if char != '\n' && !report.IsVisible(char) {
			t.Fatalf("the page holds %U", char)
		}
	}
	for _, element := range elements(root, "") {
		href := attribute(element, "href")
		if href != "" && !strings.HasPrefix(href, "#") && !strings.HasPrefix(href, "https://x/") && href != "data:," {
			t.Errorf("%s links to %q", element.Data, href)
		}
		if id := attribute(element, "id"); !regexp.MustCompile(`^[A-Za-z0-9-]*$`).MatchString(id) {
			t.Errorf("%s has the id %q", element.Data, id)
		}
	}
	text := textOf(root)
	for _, attack := range attacks {
		if want := 40; strings.Count(text, report.Visible(attack)) < want && attack[0] != '[' && attack[0] != '-' {
			t.Errorf("%q stands in the text %d times, want at least %d", attack, strings.Count(text, report.Visible(attack)), want)
		}
	}
}

func TestHTMLMarksWhatTextMarks(t *testing.T) {
	t.Parallel()
	const long = 3000
	for name, test := range map[string]struct {
		content, text string
		related       []string
		want          []string
	}{
		"a word":                    {"Web: open\n", "open", nil, []string{"here open"}},
		"two beside each other":     {"Web: open wide\n", "open", []string{"wide"}, []string{"here open", "near wide"}},
		"one in the other":          {"Web: open wide\n", "open wide", []string{"wide"}, []string{"here open wide"}},
		"one around the other":      {"Web: open wide\n", "wide", []string{"open wide"}, []string{"near open ", "here wide"}},
		"a place":                   {"Web: open", "", nil, []string{"here "}},
		"wide and combined":         {"모두: cafe\u0301 \U0001F511\n", "cafe\u0301", nil, []string{"here cafe\u0301"}},
		"a tab":                     {"a:\tb\n", "b", nil, []string{"here b"}},
		"a character that steers":   {"a: x\u202ey\n", "x\u202ey", nil, []string{`here x\u202ey`}},
		"several lines":             {"a:\n  b: 1\n  c: 2\n", "b: 1\n  c: 2", nil, []string{"here b: 1", "here c: 2"}},
		"far away on one line":      {"{a: 1," + strings.Repeat(" ", long) + "b: 2}", "a: 1", []string{"b: 2"}, []string{"here a: 1", "near b: 2"}},
		"more than fits one line":   {strings.Repeat("m", long), strings.Repeat("m", long), nil, []string{"here " + strings.Repeat("m", 197)}},
		"in the middle of a line":   {strings.Repeat("m", long) + "!" + strings.Repeat("m", long), "!", nil, []string{"here !"}},
		"what looks like an entity": {"a: &lt;b>\n", "&lt;", nil, []string{"here &lt;"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			of := single(t, test.content, test.text)
			for _, text := range test.related {
				of.Findings[0].Related = append(of.Findings[0].Related, step(at(t, of.Files, "app.yaml", text, ""), "see"))
			}
			var got []string
			root := parse(t, write(t, "html", of, report.Options{}))
			for _, mark := range elements(root, "mark") {
				got = append(got, attribute(mark, "class")+" "+textOf(mark))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("marks differ (-want +got):\n%s", diff)
			}
			for _, code := range elements(root, "code") {
				if count := len([]rune(textOf(code))); count > 250 {
					t.Errorf("a line of %d characters is shown", count)
				}
			}
		})
	}
}

func TestHTMLWritesTheMarkdownOfRules(t *testing.T) {
	t.Parallel()
	of := single(t, "Web: open\n", "open")
	of.Rules[0].Description = "Prose with `code <b>`,\na [link](https://example.com/a?b&c) and [none](http://example.com).\n\n" +
		"- one\n  more\n- two\n\n    Metadata:\n      a: b\n\nEnd:\n- three"
	page := write(t, "html", of, report.Options{})
	start := strings.Index(page, `<section class="rule"`)
	_, rest, _ := strings.Cut(page[start:], "</h3>\n")
	got, _, _ := strings.Cut(rest, "</section>")
	want := `<p>Prose with <code>code &lt;b&gt;</code>, a <a href="https://example.com/a?b&amp;c" rel="noreferrer">link</a> ` +
		"and none (http://example.com).</p>\n<ul><li>one more</li><li>two</li></ul>\n<pre>Metadata:\n  a: b</pre>\n<p>End:</p>\n" +
		"<ul><li>three</li></ul>\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestHTMLBoundsADiff(t *testing.T) {
	t.Parallel()
	of := single(t, "Web: open\n", "open")
	of.Findings[0].Fix = &finding.Fix{Title: "close it", Safe: true}
	page := write(t, "html", of, report.Options{Diff: func(finding.Fix) string {
		return "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-" + strings.Repeat("x", 5000) + "\n" + strings.Repeat("+line\n", 200)
	}})
	if len(page) > 30_000 || !strings.Contains(page, "124 more lines, latchkey fix shows all") {
		t.Errorf("the page has %d bytes", len(page))
	}
}

func TestHTMLColoursADiffOfTwoFiles(t *testing.T) {
	t.Parallel()
	of := single(t, "Web: open\n", "open")
	of.Findings[0].Fix = &finding.Fix{Title: "close it", Safe: true}
	root := parse(t, write(t, "html", of, report.Options{Diff: func(finding.Fix) string {
		return "--- a/x\n+++ b/x\n@@ -1 +1 @@\n--- x\n+++ x\n y\n--- a/z\n+++ b/z\n@@ -1 +1 @@\n+\tz\n\\ No newline at end of file\n"
	}}))
	var got []string
	for _, line := range elements(elements(root, "pre")[0], "span") {
		got = append(got, attribute(line, "class")+" "+textOf(line))
	}
	want := []string{
		"head --- a/x", "head +++ b/x", "head @@ -1 +1 @@", "removed --- x", "added +++ x", "  y",
		"head --- a/z", "head +++ b/z", "head @@ -1 +1 @@", "added +    z", `head \ No newline at end of file`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestHTMLControlsAreHiddenUntilTheScriptRuns(t *testing.T) {
	t.Parallel()
	root := parse(t, write(t, "html", rich(t), report.Options{}))
	forms := elements(root, "form")
	if len(forms) != 1 || !slices.ContainsFunc(forms[0].Attr, func(each html.Attribute) bool { return each.Key == "hidden" }) {
		t.Error("the controls are not hidden")
	}
	for _, control := range slices.Concat(elements(root, "input"), elements(root, "select")) {
		if control.Parent.Data != "label" {
			t.Errorf("the control %s has no label", attribute(control, "name"))
		}
	}
	want := map[string]int{"all rules": 1, "all files": 1}
	for _, found := range rich(t).Findings {
		want[found.Rule], want[found.Location.File] = 1, 1
	}
	got := map[string]int{}
	for _, option := range elements(root, "option") {
		text, _, _ := strings.Cut(textOf(option), " (")
		got[text]++
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))); diff != "" {
		t.Error(diff)
	}
}

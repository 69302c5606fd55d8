package suppress_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/suppress"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// known are the rules of the tests.
var known = []rule.Rule{
	{ID: "a/one", Tags: []string{"a", "tag"}},
	{ID: "a/two", Tags: []string{"a"}},
	{ID: "b/one-more", Tags: []string{"b"}},
	{ID: "suppression/unused", Tags: []string{"suppression"}},
}

// set reads the suppressions of a text on 2026-01-01, with all rules on but those that are named.
func set(t *testing.T, text string, off ...string) (*syntax.Tree, *suppress.Set) {
	t.Helper()
	tree := syntax.Parse(source.New("app.yaml", []byte(text)))
	if len(tree.Problems) > 0 {
		t.Fatalf("the text does not parse: %v", tree.Problems)
	}
	return tree, suppress.NewSet(suppress.Read(tree), suppress.Facts{
		Known: known,
		On: func(id, _ string) bool {
			return !strings.Contains(strings.Join(off, " "), id)
		},
		Settled: func(string) bool { return true },
		Suggest: func(text string) string { return "near " + text },
		Today:   time.Date(2026, time.January, 1, 23, 0, 0, 0, time.UTC),
	})
}

// findAll returns a finding of a/one at each place of the text that is marked "HERE".
func findAll(tree *syntax.Tree) []finding.Finding {
	var found []finding.Finding
	content := string(tree.File.Content)
	for at := strings.Index(content, "HERE"); at >= 0; {
		found = append(found, finding.Finding{Rule: "a/one", Location: finding.Location{
			File: tree.File.Name, Span: tree.File.Span(at, at+len("HERE")),
		}})
		next := strings.Index(content[at+1:], "HERE")
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return found
}

// lines returns the lines of the findings.
func lines(findings []finding.Finding) []int {
	var numbers []int
	for _, found := range findings {
		numbers = append(numbers, found.Location.Span.Start.Line)
	}
	return numbers
}

func closed(string) bool { return false }

func TestACommentCoversANode(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string
		want []int // the lines that are suppressed
	}{
		"beside a key: its value":            {"A: HERE # latchkey: ignore[a/one] reason=r\nB: HERE\n", []int{1}},
		"beside a key: all below it":         {"A: # latchkey: ignore[a/one] reason=r\n  B:\n    - HERE\n  C: HERE\nD: HERE\n", []int{3, 4}},
		"beside a key: the key itself":       {"HERE: # latchkey: ignore[a/one] reason=r\n  B: 1\n", []int{1}},
		"above a key":                        {"X: HERE\n# latchkey: ignore[a/one] reason=r\nA:\n  B: HERE\nC: HERE\n", []int{4}},
		"above a key and another comment":    {"# latchkey: ignore[a/one] reason=r\n# prose\n\nA: HERE\nC: HERE\n", []int{4}},
		"two above one key":                  {"# latchkey: ignore[b/*] reason=r\n# latchkey: ignore[a/one] reason=r\nA: HERE\n", []int{3}},
		"beside the first key of an item":    {"L:\n  - A: HERE # latchkey: ignore[a/one] reason=r\n    B: HERE\n  - A: HERE\n", []int{2, 3}},
		"above an item":                      {"L:\n  # latchkey: ignore[a/one] reason=r\n  - A: 1\n    B: HERE\n  - A: HERE\n", []int{4}},
		"beside a later key of an item":      {"L:\n  - A: HERE\n    B: HERE # latchkey: ignore[a/one] reason=r\n", []int{3}},
		"beside a plain item":                {"L:\n  - HERE # latchkey: ignore[a/one] reason=r\n  - HERE\n", []int{2}},
		"the first key is not the mapping":   {"A: HERE # latchkey: ignore[a/one] reason=r\nB: HERE\n", []int{1}},
		"beside a whole flow mapping":        {"A: {B: HERE, C: [HERE]} # latchkey: ignore[a/one] reason=r\nD: HERE\n", []int{1, 1}},
		"inside a flow mapping":              {"A: {\n  B: HERE, # latchkey: ignore[a/one] reason=r\n  C: HERE\n}\n", []int{2}},
		"beside the end of a flow list":      {"X:\n  A: [\n    HERE\n  ] # latchkey: ignore[a/one] reason=r\n  B: HERE\n", []int{3}},
		"beside the header of a block":       {"A: | # latchkey: ignore[a/one] reason=r\n  HERE\nB: HERE\n", []int{2}},
		"beside a key without a value":       {"A: # latchkey: ignore[a/one] reason=r\nHERE: 1\n", nil},
		"a key with a tag":                   {"A: !Sub HERE # latchkey: ignore[a/one] reason=r\nB: !Ref HERE\n", []int{1}},
		"below the last key: nothing":        {"A: HERE\n# latchkey: ignore[a/one] reason=r\n", nil},
		"at the end of what is above":        {"A:\n  B: 1\n  # latchkey: ignore[a/one] reason=r\nC: HERE\n", nil},
		"at the end of an item":              {"L:\n  - A: 1\n    # latchkey: ignore[a/one] reason=r\n\n  - A: HERE\n", nil},
		"above a key, less deep":             {"A:\n# latchkey: ignore[a/one] reason=r\n  B: HERE\n", []int{3}},
		"at the end of a flow list":          {"A: [\n  1,\n# latchkey: ignore[a/one] reason=r\n]\nB: HERE\n", nil},
		"at the end of one with a tag":       {"A: !Or &x [\n  1,\n# latchkey: ignore[a/one] reason=r\n]\nB: HERE\n", nil},
		"above an item of a flow list":       {"A: [\n    # latchkey: ignore[a/one] reason=r\n  HERE,\n  HERE]\n", []int{3}},
		"the whole file":                     {"# licence\n# latchkey: ignore-file[a/one] reason=r\nA: HERE\nB: [HERE]\n", []int{3, 4}},
		"the whole file, after a mark":       {"---\n# latchkey: ignore-file[a/one] reason=r\nA: HERE\n", []int{3}},
		"the file, but too late":             {"A: HERE\n# latchkey: ignore-file[a/one] reason=r\nB: HERE\n", nil},
		"in a block scalar: nothing":         {"A: |\n  # latchkey: ignore-file[a/one] reason=r\n  # latchkey: ignore[a/one] reason=r\n  HERE\n", nil},
		"in a string: nothing":               {"A: '# latchkey: ignore[a/one] reason=r HERE'\n", nil},
		"in a plain text: nothing":           {"A: x#latchkey:ignore[a/one] reason=r HERE\n", nil},
		"with line ends of Windows":          {"\ufeffA: HERE # latchkey: ignore[a/one] reason=r\r\nB: HERE\r\n", []int{1}},
		"an anchor, whose aliases stand for": {"A: &x {B: HERE} # latchkey: ignore[a/one] reason=r\nC: *x\n", []int{1}},
		"another document is not looked at":  {"A: HERE\n---\nB: HERE # latchkey: ignore[a/one] reason=r\n", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree, subject := set(t, test.text)
			_, suppressed := subject.Split(findAll(tree))
			if diff := cmp.Diff(test.want, lines(suppressed)); diff != "" {
				t.Errorf("suppressed lines differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnAliasIsFoundByItsPath(t *testing.T) {
	t.Parallel()
	tree, subject := set(t, "A: &x\n  B: 1\nC: *x # latchkey: ignore[a/one] reason=r\nL:\n  - 1 # latchkey: ignore[a/one] reason=r\n")
	at := func(path string) finding.Finding {
		return finding.Finding{Rule: "a/one", Location: finding.Location{
			File: "app.yaml", Path: path, Span: tree.File.Span(9, 10), // that of B, where the anchor is
		}}
	}
	kept, suppressed := subject.Split([]finding.Finding{at("/A/B"), at("/C/B"), at("/CC"), at("/L/0")})
	if len(suppressed) != 1 || suppressed[0].Location.Path != "/C/B" || len(kept) != 3 {
		t.Errorf("suppressed %v", suppressed)
	}
}

// TestAFunctionEndsThePath has a key below a tag, and below the name of a function: what these give is somewhere else.
func TestAFunctionEndsThePath(t *testing.T) {
	t.Parallel()
	tree, subject := set(t, "A: !Transform\n  B: 1 # latchkey: ignore[a/one] reason=r\n"+
		"C:\n  Fn::Transform: 1 # latchkey: ignore[a/one] reason=r\n")
	elsewhere := tree.File.Span(0, 1)
	for _, path := range []string{"/A/B", "/C/Fn::Transform"} {
		kept, _ := subject.Split([]finding.Finding{{Rule: "a/one", Location: finding.Location{
			File: "app.yaml", Path: path, Span: elsewhere,
		}}})
		if len(kept) != 1 {
			t.Errorf("%s is suppressed", path)
		}
	}
}

func TestMetadataCoversItsResourceOrTheTemplate(t *testing.T) {
	t.Parallel()
	const item = `{rule: a/one, reason: r}`
	tests := map[string]struct {
		text string
		want []int
	}{
		"of a resource": {
			"Resources:\n  A:\n    Metadata: {latchkey: {ignore: [" + item + "]}}\n    P: HERE\n  B: HERE\n", []int{4},
		},
		"of the template": {
			"Metadata: {latchkey: {ignore: [" + item + "]}}\nResources:\n  A: HERE\n", []int{3},
		},
		"of a resource in a loop": {
			"Resources:\n  Fn::ForEach::X:\n    - V\n    - [1]\n    - A${V}:\n        Metadata: {latchkey: {ignore: [" + item +
				"]}}\n        P: HERE\n  B: HERE\n", []int{7},
		},
		"of something else": {
			"Outputs:\n  A:\n    Metadata: {latchkey: {ignore: [" + item + "]}}\n    P: HERE\n", nil,
		},
		"in JSON": {
			"{\"Resources\": {\"A\": {\"Metadata\": {\"latchkey\": {\"ignore\":\n[{\"rule\": \"a/*\", \"reason\": \"r\"}]}},\n\"P\": \"HERE\"}}}", []int{3},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree, subject := set(t, test.text)
			_, suppressed := subject.Split(findAll(tree))
			if diff := cmp.Diff(test.want, lines(suppressed)); diff != "" {
				t.Errorf("suppressed lines differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestASuppressionSaysWhy(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		comment string
		want    *finding.Suppression // without its place; nil for a finding that stands
	}{
		"a reason":                       {"ignore[a/one] reason=we know, really: it is = fine", &finding.Suppression{Reason: "we know, really: it is = fine"}},
		"a reason in quotes":             {`ignore[a/one] reason="we know"`, &finding.Suppression{Reason: "we know"}},
		"a date behind the reason":       {"ignore[a/one] reason=we know until=2026-01-01", &finding.Suppression{Reason: "we know", Until: "2026-01-01"}},
		"a date before the reason":       {"ignore[a/one] until=2027-01-31 reason=we know", &finding.Suppression{Reason: "we know", Until: "2027-01-31"}},
		"blanks where they do no harm":   {"  ignore [ b/* ,a/one ]  reason=r ", &finding.Suppression{Reason: "r"}},
		"a family":                       {"ignore[a] reason=r", &finding.Suppression{Reason: "r"}},
		"a family with a star":           {"ignore[a/*] reason=r", &finding.Suppression{Reason: "r"}},
		"a name alone":                   {"ignore[one] reason=r", &finding.Suppression{Reason: "r"}},
		"a tag":                          {"ignore[tag] reason=r", &finding.Suppression{Reason: "r"}},
		"an unknown rule beside a known": {"ignore[x/y, a/one] reason=r", &finding.Suppression{Reason: "r"}},
		"no reason":                      {"ignore[a/one]", nil},
		"an empty reason":                {"ignore[a/one] reason=", nil},
		"prose in place of a reason":     {"ignore[a/one] we know", nil},
		"another rule":                   {"ignore[a/two] reason=r", nil},
		"a day too late":                 {"ignore[a/one] reason=r until=2025-12-31", nil},
		"no date":                        {"ignore[a/one] reason=r until=tomorrow", nil},
		"a date that does not exist":     {"ignore[a/one] reason=r until=2026-02-30", nil},
		"until, misspelt":                {"ignore[a/one] reason=r untl=2027-01-31", nil},
		"until by another name":          {"ignore[a/one] expires=2027-01-31 reason=r", nil},
		"no list":                        {"ignore a/one reason=r", nil},
		"a list that is not closed":      {"ignore[a/one reason=r", nil},
		"everything":                     {"ignore[*] reason=r", nil},
		"prose":                          {"we ignore [a/one] reason=r", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree, subject := set(t, "A: HERE # latchkey: "+test.comment+"\n")
			_, suppressed := subject.Split(findAll(tree))
			var got *finding.Suppression
			if len(suppressed) > 0 {
				got = suppressed[0].Suppression
				got.Location = finding.Location{}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("suppression differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestIssuesSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	metadata := func(items string) string {
		return "Resources:\n  A:\n    Metadata: {latchkey: " + items + "}\n    P: HERE\n"
	}
	tests := map[string]struct {
		text string
		off  []string
		want []string
	}{
		"nothing":                              {"A: HERE # latchkey: ignore[a/one] reason=r\n", nil, nil},
		"no reason":                            {"A: HERE # latchkey: ignore[a/one]\n", nil, []string{`missing-reason [a/one] ""`}},
		"an unknown rule":                      {"A: HERE # latchkey: ignore[a/won] reason=r\n", nil, []string{`unknown-rule [a/won] "near a/won"`}},
		"no reason and an unknown rule":        {"A: HERE # latchkey: ignore[a/won]\n", nil, []string{`missing-reason [a/won] ""`, `unknown-rule [a/won] "near a/won"`}},
		"past its date":                        {"A: HERE # latchkey: ignore[a/one] reason=r until=2025-12-31\n", nil, []string{`expired [a/one] "2025-12-31"`}},
		"no date":                              {"A: HERE # latchkey: ignore[a/one] reason=r until=x\n", nil, []string{`expired [a/one] "\"x\" is no date: want until=YYYY-MM-DD"`}},
		"hides nothing":                        {"A: HERE\nB: 1 # latchkey: ignore[a/one] reason=r\n", nil, []string{`unused [a/one] "" fix "A: HERE\nB: 1 \n"`}},
		"on a line of its own":                 {"A: HERE\n# latchkey: ignore[a/one] reason=r\nB: 1\n", nil, []string{`unused [a/one] "" fix "A: HERE\n\nB: 1\n"`}},
		"hides some of it":                     {"A: HERE # latchkey: ignore[b/*, a/one , a/two] reason=r\n", nil, []string{`unused [b/* a/two] "" fix "A: HERE # latchkey: ignore[a/one] reason=r\n"`}},
		"a rule that was not asked":            {"A: 1 # latchkey: ignore[a/one] reason=r\n", []string{"a/one"}, nil},
		"a family of which one was not asked":  {"A: 1 # latchkey: ignore[a/*] reason=r\n", []string{"a/two"}, nil},
		"a rule about suppressions":            {"A: 1 # latchkey: ignore[suppression/*] reason=r\n", nil, nil},
		"what hides nothing is not yet unused": {"A: 1 # latchkey: ignore[a/one]\n", nil, []string{`missing-reason [a/one] ""`}},
		"a capital letter":                     {"A: 1 # Latchkey: ignore[a/one] reason=r\n", nil, []string{`unknown-rule [] "want latchkey: ignore[RULE, FAMILY/*]"`}},
		"no colon":                             {"A: 1 # latchkey ignore[a/one] reason=r\n", nil, []string{`unknown-rule [] "want latchkey: ignore[RULE, FAMILY/*]"`}},
		"behind other text":                    {"A: 1 # ours. latchkey: ignore[a/one] reason=r\n", nil, []string{`unknown-rule [] "a suppression has to begin its comment"`}},
		"two in a comment":                     {"A: 1 # latchkey: ignore[a/one] reason=r latchkey: ignore[a/two] reason=s\n", nil, []string{`unknown-rule [a/one] "a comment holds one suppression: want the second in a comment of its own"`}},
		"prose about us":                       {"A: 1 # latchkey ignores this, as latchkey: ignore[a/one] would\n", nil, nil},
		"a date without its sign":              {"A: 1 # latchkey: ignore[a/one] reason=r until: 2020-01-01\n", nil, []string{`expired [a/one] "\"until: 2020-01-01\" is not understood: want until=YYYY-MM-DD"`}},
		"a date that is none before one":       {"A: 1 # latchkey: ignore[a/one] reason=r until=soon until=2027-01-31\n", nil, []string{`expired [a/one] "\"soon\" is no date: want until=YYYY-MM-DD"`}},
		"a word that is nearly one":            {"A: 1 # latchkey: ignroe[a/one] reason=r\n", nil, []string{`unknown-rule [] "\"ignroe\" is not understood: want ignore or ignore-file"`}},
		"a word that is nearly one, in prose":  {"A: 1 # latchkey: look at this\n", nil, nil},
		"in another document":                  {"A: HERE\n---\nB: 1 # latchkey: ignore[a/won, a/one] reason=r\n# latchkey: ignore-file[a/two]\n", nil, nil},
		"in the wrong place": {
			"A: HERE # latchkey: ignore-file[a/one] reason=r\n", nil,
			[]string{`unused [a/one] "ignore-file has to stand before the first key"`},
		},
		"metadata without a rule":       {metadata("{ignore: [{reason: r}]}"), nil, []string{`unknown-rule [] "Metadata.latchkey: want rule with the id of a rule, or a family as in nacl/*"`}},
		"metadata that is no list":      {metadata("{ignore: a/one}"), nil, []string{`unknown-rule [] "Metadata.latchkey: want ignore with a list of {rule, reason, until}"`}},
		"metadata with another key":     {metadata("{ignore: [{rule: a/one, reason: r}], ignores: []}"), nil, []string{`unknown-rule [] "Metadata.latchkey: ignores is not understood: want ignore"`}},
		"an item with another key":      {metadata("{ignore: [{rule: a/one, reason: r, til: 2027-01-31}]}"), nil, []string{`expired [a/one] "til is not understood: want until=YYYY-MM-DD"`}},
		"metadata that hides nothing":   {metadata("{ignore: [{rule: b/*, reason: r}]}"), nil, []string{`unused [b/*] "" remove app.yaml#/Resources/A/Metadata`}},
		"one of two that hides nothing": {metadata("{ignore: [{rule: a/*, reason: r}, {rule: b/*, reason: r}]}"), nil, []string{`unused [b/*] "" remove app.yaml#/Resources/A/Metadata/latchkey/ignore/1`}},
		"unused beside another key": {
			metadata("{ignore: [{rule: b/*, reason: r}], ignores: []}"), nil,
			[]string{
				`unknown-rule [] "Metadata.latchkey: ignores is not understood: want ignore"`,
				`unused [b/*] "" remove app.yaml#/Resources/A/Metadata/latchkey/ignore`,
			},
		},
		"beside what others say": {metadata("{ignore: [{rule: b/*, reason: r}]}, cfn_nag: {}"), nil, []string{`unused [b/*] "" remove app.yaml#/Resources/A/Metadata/latchkey`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree, subject := set(t, test.text, test.off...)
			subject.Split(findAll(tree))
			var got []string
			for _, issue := range subject.Issues(nil, closed) {
				got = append(got, fmt.Sprintf("%s %v %q%s", issue.Kind, issue.Rules, issue.Detail, shown(tree, issue.Fix)))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("issues differ (-want +got):\n%s", diff)
			}
		})
	}
}

// shown returns what a fix does, "" for none.
func shown(tree *syntax.Tree, fix *finding.Fix) string {
	if fix == nil {
		return ""
	}
	for _, edit := range fix.Edits {
		return " " + edit.Op + " " + string(edit.At)
	}
	change, content := fix.Text[0], string(tree.File.Content)
	return fmt.Sprintf(" fix %q", content[:change.Span.Start.Offset]+change.Text+content[change.Span.End.Offset:])
}

func TestSilenceThatProvesNothingLeavesASuppressionAlone(t *testing.T) {
	t.Parallel()
	const text = "A: 1 # latchkey: ignore[a/one] reason=r\n"
	_, subject := set(t, text)
	if issues := subject.Issues(nil, func(string) bool { return true }); len(issues) > 0 {
		t.Errorf("got %v though not all was looked at", issues)
	}
	tree, subject := set(t, text)
	open := finding.Undecided{Rule: "a/one", Location: finding.Location{File: "app.yaml", Span: tree.File.Span(3, 4)}}
	if issues := subject.Issues([]finding.Undecided{open}, closed); len(issues) > 0 {
		t.Errorf("got %v though the rule is undecided", issues)
	}
	open.Rule = "a/two"
	if issues := subject.Issues([]finding.Undecided{open}, closed); len(issues) != 1 {
		t.Errorf("got %v though another rule is undecided", issues)
	}
}

// TestASuppressionOfAConfigurationIsAboutAllFiles asks whether its rules were on for some file, not for the one that it
// stands in.
func TestASuppressionOfAConfigurationIsAboutAllFiles(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]int{"": 1, ".latchkey.yaml": 0} {
		asked := suppress.New(suppress.Suppression{
			At: ".latchkey.yaml#/suppressions/0", Location: finding.Location{File: ".latchkey.yaml"}, Rules: []string{"a/one"},
			Reason: "r", Covers: func(finding.Location) bool { return true },
		})
		subject := suppress.NewSet([]*suppress.Suppression{asked}, suppress.Facts{
			Known: known, On: func(_, about string) bool { return about == file },
			Settled: func(string) bool { return true }, Suggest: func(string) string { return "" },
		})
		if issues := subject.Issues(nil, closed); len(issues) != want {
			t.Errorf("where the rule is on for %q: got %v, want %d issues", file, issues, want)
		}
	}
}

func TestAllSuppressionsOfAFindingAreOfUse(t *testing.T) {
	t.Parallel()
	tree, subject := set(t, "# latchkey: ignore-file[a/*] reason=first\nA: HERE # latchkey: ignore[a/one] reason=second\n")
	_, suppressed := subject.Split(findAll(tree))
	if len(suppressed) != 1 || suppressed[0].Suppression.Reason != "first" {
		t.Errorf("suppressed %v", suppressed)
	}
	if issues := subject.Issues(nil, closed); len(issues) > 0 {
		t.Errorf("got issues %v", issues)
	}
}

// FuzzRead finds texts that suppressions can't be read from, and fixes that reach outside of what they remove.
func FuzzRead(f *testing.F) {
	f.Add("A: 1 # latchkey: ignore[a/one] reason=r until=2027-01-31\n")
	f.Add("# latchkey: ignore-file[a/*,] reason=\"x\nL:\n  - {A: &x [1], B: *x} # latchkey: ignore[b\n")
	f.Add("Resources: {A: {Metadata: {latchkey: {ignore: [{rule: a/one, reason: r}, x]}}}}\n")
	f.Fuzz(func(t *testing.T, text string) {
		tree := syntax.Parse(source.New("app.yaml", []byte(text)))
		asked := suppress.Read(tree)
		subject := suppress.NewSet(asked, suppress.Facts{
			Known: known, On: func(string, string) bool { return true }, Settled: func(string) bool { return true },
			Suggest: func(string) string { return "" },
			Today:   time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC),
		})
		for _, one := range asked {
			if one.Location.Span.End.Offset > len(text) || one.Location.Span.IsZero() {
				t.Errorf("%s stands at %v", one.At, one.Location.Span)
			}
		}
		for _, issue := range subject.Issues(nil, closed) {
			if issue.Fix == nil {
				continue
			}
			for _, change := range issue.Fix.Text {
				at := issue.Location.Span
				if change.Span.Start.Offset < at.Start.Offset || change.Span.End.Offset > at.End.Offset {
					t.Errorf("%v is changed for the comment at %v", change.Span, at)
				}
				after := text[:change.Span.Start.Offset] + change.Text + text[change.Span.End.Offset:]
				if problems := syntax.Parse(source.New("app.yaml", []byte(after))).Problems; len(problems) > 0 {
					t.Errorf("%q does not parse any more: %v", after, problems)
				}
			}
		}
	})
}

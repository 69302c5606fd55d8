package syntax_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// wantProblem checks that the tree is one problem, at the span and with the beginning of a message
// that want is made of.
func wantProblem(t *testing.T, tree *syntax.Tree, want string) {
	t.Helper()
	lines := outline(tree)
	if len(lines) != 1 || !strings.HasPrefix(lines[0], "problem "+want) {
		t.Errorf("want problem %s, got %s", want, strings.Join(lines, "\n"))
	}
	if tree.Root != nil || len(tree.Duplicates) > 0 {
		t.Error("a tree with a problem has content")
	}
}

func TestParseSaysWhatIsNotYAML(t *testing.T) {
	t.Parallel()
	const (
		indentation = "the text before this colon goes on from the line above, so it is no key"
		placeholder = "an unquoted {{ or {% is no text in YAML"
		tab         = "a tab cannot indent YAML, only spaces can"
	)
	tests := map[string]struct{ text, want string }{
		"a tab before a key":                  {"a:\n\tb: c", "2:1-2:2 " + tab},
		"a tab in a text":                     {"a:\n  b\n\tc", "3:1-3:2 " + tab},
		"a tab in a block scalar":             {"a: |\n\tb", "2:1-2:2 " + tab},
		"NUL":                                 {"a: 'b\x00'", "1:6-1:7 the control character U+0000 is not allowed"},
		"a control character":                 {"é: \u0080", "1:4-1:5 the control character U+0080 is not allowed"},
		"a control character after CR LF":     {"a: b\r\nc: \x7f", "2:4-2:5 the control character U+007F"},
		"a byte that is not UTF-8":            {"a: b\nc: \xe9", "2:4-2:5 the byte 0xE9 is not UTF-8"},
		"an open double quote":                {"a: \"b\nc: d\n", "1:4-1:6 the quote that opens here is never closed"},
		"an open single quote":                {"a: 'b''\nc: d\n", "1:4-1:8 the quote that opens here is never closed"},
		"a quote across documents":            {"a: 'b\n---\nc'", "1:4-1:6 the quote that opens here is never closed"},
		"an open brace":                       {"a: {b: c\nd: e", "1:4-1:5 the { that opens here is never closed"},
		"an open bracket before a document":   {"a: [b\n---\n]", "1:4-1:5 the [ that opens here is never closed"},
		"a bracket too many":                  {"a: [b]]", "1:7-1:8 there is no [ that this ] could close"},
		"brackets that cross":                 {"a: [{b]}", "1:7-1:8 there is no [ that this ] could close"},
		"a missing comma":                     {"a: [b: c d: e]", "1:11-1:12 a comma or the closing bracket"},
		"a comma too many":                    {"a: [b,,c]", "1:7-1:8 a value is expected here"},
		"Jinja as a value":                    {"a: {{ b }}", "1:4-1:6 " + placeholder},
		"Jinja as a key":                      {"a:\n  {{ b }}: c", "2:3-2:5 " + placeholder},
		"Jinja as a whole file":               {"{{ cookiecutter.name }}", "1:1-1:3 " + placeholder},
		"a Jinja statement":                   {"{% if a %}\nb: c", "1:1-1:3 " + placeholder},
		"a dynamic reference without quotes":  {"a: {{resolve:ssm:b}}", "1:4-1:6 " + placeholder},
		"a list as a key":                     {"? [a, b]\n: c", "1:1-1:9 a key must be a single value"},
		"a mapping as a key":                  {"{a: b}: c", "1:1-1:7 a key must be a single value"},
		"a missing key":                       {"a:\n  : b", "2:3-2:4 a key is missing before this colon"},
		"a missing colon":                     {"a: b\nc\nd: e", "2:1-2:2 a key is expected here, but"},
		"a key of two lines in quotes":        {"a: b\n'c\n d': e", "2:1-3:4 a key is expected here, but"},
		"a key of two lines in braces":        {"{a\n: b}", "2:1-2:2 a key and its colon must stand on one line"},
		"a long key":                          {strings.Repeat("é", 1025) + ": b", "1:1026-1:1027 a value with"},
		"two colons":                          {"a: b: c", "1:5-1:6 a value with a colon and a blank"},
		"a key indented deeper":               {"a: b\n  c: d", "2:4-2:5 " + indentation},
		"a key indented less":                 {"a:\n  b: c\n d: e", "3:2-3:3 the mapping goes on here"},
		"an item indented less":               {"a:\n  - b\n - c", "3:2-3:3 the mapping goes on here"},
		"a key among items":                   {"- a\nb: c", "2:1-2:2 the list goes on here"},
		"an item on the line of its key":      {"a: - b", "1:4-1:5 a list item cannot begin here"},
		"a question mark after a key":         {"a: ? b", "1:4-1:5 a key cannot begin here"},
		"text after a value":                  {"'a' b", "1:5-1:6 the value before this is complete"},
		"text after a document":               {"a: b\n...\nc\nd: e", "4:2-4:3 " + indentation},
		"a document without a marker":         {"- a\n%X\n- b\n", "3:1-3:2 a document must begin with ---"},
		"reserved characters":                 {"a: @b", "1:4-1:5 a value cannot begin with @ unless it is quoted"},
		"a percent sign":                      {"a: %b", "1:4-1:5 a value cannot begin with % unless it is quoted"},
		"a header that is none":               {"a: |x\n  b", "1:5-1:6 after | and > only a +, a - and an indentation"},
		"a tag without a blank":               {"a: !Sub\"b\"", "1:4-1:8 a blank is missing between"},
		"a tag right before a bracket":        {"a: [!Join[b]]", "1:5-1:10 a blank is missing between"},
		"two tags":                            {"a: !b !c d", "1:7-1:9 a value may have one tag and one anchor"},
		"an anchor without a name":            {"a: & b", "1:4-1:5 letters, digits, - and _ must follow the &"},
		"an unknown anchor":                   {"a: *b", "1:4-1:6 there is no anchor &b before this alias"},
		"an anchor of another document":       {"a: &b c\n---\n*b", "3:1-3:3 there is no anchor &b before this alias"},
		"a value that holds itself":           {"a: &b\n  c: [*b]", "2:7-2:9 the value &b would hold itself"},
		"a merge of text":                     {"<<: a", "1:5-1:6 a merge key << needs a mapping"},
		"a merge of a list of text":           {"a: b\n<<: [{c: d}, e]", "2:5-2:16 a merge key << needs a mapping"},
		"an unknown escape":                   {`a: "b\q"`, `1:6-1:8 in double quotes \q has no meaning`},
		"an escape cut short":                 {`a: "\u12"`, `1:5-1:7 \u needs 4 hexadecimal digits`},
		"half of a pair":                      {`a: "\ud83dx"`, `1:5-1:11 \ud83d is no character`},
		"a code beyond Unicode":               {`a: "\U00110000"`, `1:5-1:15 \U00110000 is no character`},
		"an escape at the end":                {`a: "b\`, "1:4-1:7 the quote that opens here is never closed"},
		"braces that are not JSON either":     {"{a: b", "1:1-1:2 the { that opens here is never closed"},
		"what the YAML library reads as text": {"-\n  &a : b\n  c: d", "2:8-2:9 the YAML library reads this"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantProblem(t, parse("x.yaml", test.text), test.want)
		})
	}
}

func TestParseShowsTheJSONProblemOfAFileWithBraces(t *testing.T) {
	t.Parallel()
	wantProblem(t, parse("x.template", `{"a": [}`), "1:8-1:9 this is not JSON: invalid character '}' at start of value")
	wantProblem(t, parse("x.yml", `{"a": [}`), "1:8-1:9 there is no { that this } could close")
}

func TestParseRefusesWhatWouldTakeTooLong(t *testing.T) {
	t.Parallel()
	const (
		deep    = "mappings and lists are nested more than 500 levels deep"
		many    = "the file holds more than 400,000 values"
		aliases = "the aliases of the file stand for more than 100,000 values"
	)
	tests := map[string]struct{ name, text, want string }{
		"brackets":            {"x.yaml", "- " + strings.Repeat("[", 10_000), deep},
		"braces":              {"x.yaml", "# c\n" + strings.Repeat("{a: ", 10_000), deep},
		"dashes":              {"x.yaml", strings.Repeat("- ", 10_000) + "a", deep},
		"indentation":         {"x.yaml", staircase(1000), deep},
		"JSON arrays":         {"x.json", strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000), deep},
		"aliases in aliases":  {"x.yaml", "- &a " + brackets(300, "b") + "\n- " + brackets(300, "*a"), deep},
		"aliases that double": {"x.yaml", doublingAliases(), aliases},
		"values":              {"x.yaml", "[" + strings.Repeat("a,", 250_000) + "]", many},
		"JSON values":         {"x.json", "[" + strings.Repeat("1,", 450_000) + "1]", many},
		"a large YAML file":   {"x.yaml", "a: " + strings.Repeat("b", 1<<20), "the file is larger than 1,048,576"},
		"a huge file":         {"x.json", strings.Repeat(" ", 1<<20) + "1", "the file is larger than 1,048,576 bytes"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := parse(test.name, test.text)
			if len(tree.Problems) != 1 || !strings.HasPrefix(tree.Problems[0].Message, test.want) || tree.Root != nil {
				t.Errorf("want %q, got %v", test.want, tree.Problems)
			}
		})
	}
}

func TestParseAcceptsTheLimits(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ name, text string }{
		"500 levels of indentation": {"x.yaml", staircase(500)},
		"500 JSON arrays":           {"x.json", strings.Repeat("[", 500) + strings.Repeat("]", 500)},
		"a YAML file of 1 MiB":      {"x.yaml", "a: " + strings.Repeat("b", 1<<20-3)},
		"a run of merge marks":      {"x.yaml", "a: " + strings.Repeat("<", 1<<20-3)},
		"a run of quoted tabs":      {"x.yaml", `a: "` + strings.Repeat("\t", 1<<20-5) + `"`},
		"a JSON file of 1 MiB":      {"x.json", `"` + strings.Repeat("b", 1<<20-2) + `"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if tree := parse(test.name, test.text); tree.Root == nil {
				t.Errorf("want content, got %v", tree.Problems)
			}
		})
	}
}

// staircase returns mappings nested to the depth.
func staircase(depth int) string {
	var text strings.Builder
	for i := range depth {
		text.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return text.String()
}

// brackets returns the text in nested lists.
func brackets(depth int, text string) string {
	return strings.Repeat("[", depth) + text + strings.Repeat("]", depth)
}

// doublingAliases returns lists that each hold the list before eight times.
func doublingAliases() string {
	var text strings.Builder
	text.WriteString("- &a0 [x]\n")
	for i := range 30 {
		fmt.Fprintf(&text, "- &a%d [%s*a%d]\n", i+1, strings.Repeat(fmt.Sprintf("*a%d, ", i), 7), i)
	}
	return text.String()
}

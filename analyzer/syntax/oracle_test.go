package syntax_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// maxMisplaced is the share of files in which a position may differ from the oracle's.
const maxMisplaced = 0.001

// onPurpose are the constructs that we and the oracle read differently, and why.
var onPurpose = []struct {
	construct, reason string
	// text shows the construct in the file.
	text *regexp.Regexp
	// oracle and ours are in the message of the one that refuses it; both are empty where both read it.
	oracle, ours string
	// example is a file with the construct.
	example string
}{
	{
		construct: "the escape \\/",
		reason:    "YAML 1.2 took it from JSON, and policies have it",
		text:      regexp.MustCompile(`\\/`),
		oracle:    "found unknown escape character",
		example:   `a: "b\/c"`,
	},
	{
		construct: "a pair of surrogates",
		reason:    "JSON writes characters beyond U+FFFF so",
		text:      regexp.MustCompile(`\\u[dD][89abAB]..\\u[dD][c-fC-F]`),
		oracle:    "found invalid Unicode character escape code",
		example:   `a: "\ud83d\ude00"`,
	},
	{
		construct: "a tag right before a comma",
		reason:    "YAML 1.2 ends the tag there (section 6.8.1), to the oracle the comma is part of the tag",
		text:      regexp.MustCompile(`![\w:.-]*,`),
		example:   "a: [!GetAZs, b]",
	},
	{
		construct: "a tag right before a closing bracket",
		reason:    "to the oracle the bracket is part of the tag, too",
		text:      regexp.MustCompile(`![\w:.-]*\]`),
		oracle:    "did not find expected ',' or ']'",
		example:   "a: [!GetAZs]",
	},
	{
		construct: "a question mark in a value inside brackets",
		reason:    "YAML 1.2 allows it, the oracle sees a key",
		text:      regexp.MustCompile(`\?`),
		oracle:    "did not find expected ',' or",
		example:   "a: [b?]",
	},
	{
		construct: "a value inside brackets that begins with a colon",
		reason:    "YAML 1.2 allows it, and IPv6 ranges need it",
		text:      regexp.MustCompile(`[\[{,:] *::`),
		oracle:    "did not find expected node content",
		example:   "a: [::/0]",
	},
	{
		construct: "a line of nothing but blanks and tabs",
		reason:    "it is harmless and the text is clear",
		text:      regexp.MustCompile(`(?m)^ *\t\s*$`),
		oracle:    "found character that cannot start any token",
		example:   "a:\n\t\n  b: c",
	},
	{
		construct: "a directive for YAML 1.2 or one that is unknown",
		reason:    "it changes nothing (YAML 1.2, section 6.8)",
		text:      regexp.MustCompile(`(?m)^%`),
		oracle:    "found incompatible YAML document",
		example:   "%YAML 1.2\n---\na: b",
	},
	{
		construct: "a list or mapping as a key",
		reason:    "CloudFormation refuses it, and no tree of ours has a place for it",
		ours:      "a key must be a single value",
		example:   "? [a]\n: b",
	},
	{
		construct: "a template of another tool",
		reason:    "to YAML braces in braces are a mapping as a key",
		text:      regexp.MustCompile(`\{\{`),
		ours:      "an unquoted {{ or {%",
		example:   "a: {{ b }}",
	},
	{
		construct: "a tag right before a quote or bracket",
		reason:    "to the oracle the bracket is part of the tag",
		text:      regexp.MustCompile(`![\w:.-]+[\["'{]`),
		ours:      "a blank is missing between the tag and its value",
		example:   "a: !Join[b]",
	},
	{
		construct: "the escape \\'",
		reason:    "YAML does not have it (section 5.7)",
		text:      regexp.MustCompile(`\\'`),
		ours:      `in double quotes \' has no meaning`,
		example:   `a: "b\'c"`,
	},
	{
		construct: "a merge of what is no mapping",
		reason:    "the oracle notices it only later",
		ours:      "a merge key << needs a mapping",
		example:   "<<: a",
	},
}

// explain returns the construct that accounts for what one side refuses and the other does not, or
// for a difference in the trees where both messages are empty.
func explain(content []byte, oracle, ours string) (construct string) {
	for _, p := range onPurpose {
		refused := p.oracle+p.ours != ""
		switch {
		case refused != (oracle+ours != ""), p.text != nil && !p.text.Match(content):
		case p.oracle != "" && !strings.Contains(oracle, p.oracle), p.ours != "" && !strings.HasPrefix(ours, p.ours):
		default:
			return p.construct
		}
	}
	return ""
}

func TestTreesDifferFromTheOracleOnlyOnPurpose(t *testing.T) {
	t.Parallel()
	for _, test := range onPurpose {
		t.Run(test.construct, func(t *testing.T) {
			t.Parallel()
			c := compare("x.yaml", []byte(test.example))
			if len(c.values) == 0 {
				t.Error("the oracle agrees by now: this construct needs no explanation")
			}
			if c.explanation != test.construct {
				t.Errorf("explained by %q: %v", c.explanation, c.values)
			}
		})
	}
}

// TestTreesAgreeWithOracle compares every key and every value with what go.yaml.in/yaml/v3 reads:
// kind, text, and line and column where the key or the value begins, with its tag or anchor. Not
// compared are the places of values that are not written, which the oracle puts before whatever
// follows.
//
// It reads the files of the fixtures and of each folder in the variable LATCHKEY_CORPUS, which are
// separated by colons.
func TestTreesAgreeWithOracle(t *testing.T) {
	t.Parallel()
	files, misplaced := 0, 0
	check := func(name string, content []byte) {
		files++
		c := compare(name, content)
		if len(c.values) > 0 && c.explanation == "" {
			t.Errorf("%s is read differently: %s", name, c.values[0])
		}
		if len(c.places) > 0 && len(c.values) == 0 {
			misplaced++
			t.Logf("%s has %d places that differ: %s", name, len(c.places), c.places[0])
		}
	}
	for i, seed := range seeds {
		check(fmt.Sprintf("seed %d", i), []byte(seed))
	}
	folders := append(filepath.SplitList(os.Getenv("LATCHKEY_CORPUS")), filepath.Join("..", "..", "fixtures"))
	for _, folder := range folders {
		if err := eachFile(folder, check); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d files, %d with a place that differs", files, misplaced)
	if float64(misplaced) > maxMisplaced*float64(files) {
		t.Errorf("%d of %d files have places that differ", misplaced, files)
	}
}

// eachFile calls do with every YAML and JSON file below the folder.
func eachFile(folder string, do func(name string, content []byte)) error {
	extensions := []string{".yaml", ".yml", ".json", ".template"}
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && path == filepath.Join("..", "..", "fixtures", "broken") {
			return fs.SkipDir // what is said of each of these, refused or not, is written beside it
		}
		if err != nil || entry.IsDir() || !slices.Contains(extensions, filepath.Ext(path)) {
			return err
		}
		content, err := os.ReadFile(path)
		if err == nil {
			do(path, content)
		}
		return err
	})
}

// comparison is what differs between our tree and the oracle's.
type comparison struct {
	file *source.File
	// values are differences in what is read, places in where it stands.
	values, places []string
	explanation    string
}

// compare reads the content as YAML or JSON and with the oracle.
func compare(name string, content []byte) *comparison {
	c := &comparison{file: source.New(name, content)}
	tree := syntax.Parse(c.file)
	roots, err := readOracle(content)
	ours, oracle := "", ""
	if len(tree.Problems) > 0 {
		ours = tree.Problems[0].Message
	}
	if err != nil {
		oracle = err.Error()
	}
	switch {
	case ours != "" && oracle != "":
		return c
	case ours != "" || oracle != "":
		c.values = append(c.values, fmt.Sprintf("we say %q, the oracle %q", ours, oracle))
	case len(roots) != len(tree.Documents):
		c.values = append(c.values, fmt.Sprintf("%d documents, the oracle has %d", len(tree.Documents), len(roots)))
	default:
		for i, root := range roots {
			c.node(tree.Documents[i], root)
		}
	}
	c.explanation = explain(content, oracle, ours)
	return c
}

// readOracle returns the roots of the documents with content.
func readOracle(content []byte) ([]*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	var roots []*yaml.Node
	for {
		var document yaml.Node
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return roots, nil
		}
		if err != nil {
			return nil, err
		}
		if root := document.Content[0]; isWritten(root) {
			roots = append(roots, root)
		}
	}
}

// isWritten reports whether the oracle's node stands in the text.
func isWritten(want *yaml.Node) bool {
	return want.Kind != yaml.ScalarNode || want.Value != "" || want.Style != 0 || want.Anchor != "" || want.Tag == "!"
}

func (c *comparison) node(got *syntax.Node, want *yaml.Node) {
	place := c.file.Position(got.Start)
	at := fmt.Sprintf("%d:%d", want.Line, want.Column)
	if isWritten(want) && (place.Line != want.Line || place.Column != want.Column) {
		c.places = append(c.places, fmt.Sprintf("we say %d:%d, the oracle %s", place.Line, place.Column, at))
	}
	if want.Kind == yaml.AliasNode {
		want = want.Alias
	}
	content := flatten(want)
	kind := map[yaml.Kind]syntax.Kind{
		yaml.ScalarNode: syntax.Scalar, yaml.SequenceNode: syntax.Sequence, yaml.MappingNode: syntax.Mapping,
	}[want.Kind]
	if got.Kind != kind || got.Value != want.Value || len(got.Items)+2*len(got.Entries) != len(content) {
		c.values = append(c.values, fmt.Sprintf("at %s we read %q, %d items, %d entries, the oracle %q, %d nodes",
			at, got.Value, len(got.Items), len(got.Entries), want.Value, len(content)))
		return
	}
	for i, item := range got.Items {
		c.node(item, content[i])
	}
	for i, entry := range got.Entries {
		c.node(entry.Key, content[2*i])
		c.node(entry.Value, content[2*i+1])
	}
}

// flatten returns the nodes below the oracle's node, with merged mappings in place of merge keys.
func flatten(want *yaml.Node) []*yaml.Node {
	const mergeTag = "!!merge"
	if want.Kind != yaml.MappingNode {
		return want.Content
	}
	taken := map[string]bool{}
	for i := 0; i < len(want.Content); i += 2 {
		taken[want.Content[i].Value] = true
	}
	var content []*yaml.Node
	for i := 0; i < len(want.Content); i += 2 {
		key, value := want.Content[i], want.Content[i+1]
		if key.Tag != mergeTag {
			content = append(content, key, value)
			continue
		}
		sources := []*yaml.Node{value}
		if value.Kind == yaml.SequenceNode {
			sources = value.Content
		}
		for _, merged := range sources {
			if merged.Kind == yaml.AliasNode {
				merged = merged.Alias
			}
			first := len(content)
			members := flatten(merged)
			for j := len(members) - 2; j >= 0; j -= 2 {
				if !taken[members[j].Value] {
					taken[members[j].Value] = true
					content = slices.Insert(content, first, members[j], members[j+1])
				}
			}
		}
	}
	return content
}

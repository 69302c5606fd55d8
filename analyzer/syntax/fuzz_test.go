package syntax_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// seeds are texts with every construct that the scanner, the repairs and the builder know.
var seeds = []string{
	"",
	"A: !GetAtt B.C\nL: [!Ref A, \"x\", !GetAZs]\nM: {Fn::Sub: x, Fn::GetAtt: [A, B]}\n",
	"- !GetAZs\n- - a\n  - b: c\n    d:\n    - e\n-\n  # c\n- f\n",
	"a: |\n  b\n    c\n\nd: >-\n  e\n  f\n\n   g\nh: |+ # i\n\n  j\n\nk: |2-\n    l",
	"a: \"b\tc\\u00e9\\\n  d\n\n  e\"\nf: 'g''h\n\n  i'\nj: k\n  l\n\n  m # n\n",
	"a: &x {b: 1, b: 2}\nc: *x\nd:\n  <<: [*x, {e: ~}]\n",
	"%YAML 1.2\n---\n? a\n: - b\n? c\n...\n--- !T\nd: [e: f, ? g, \"h\":i, ::/0]\n",
	"\ufeff# a\r\nb: c\r\nd: |\r\n  e\r\n",
	"a: b\rc:\r- d\r",
	"{\"a\": [1, 2.50, true, null, \"\\ud83d\\ude00\"],\n\t\"b\": {}, \"b\": {}}",
	"{{ a }}: b\n{% c %}\n",
	"a: 'b\n---\nc: *d\n",
	"é: 😀\t# ü\n\t\n<<<: << a\n",
}

// FuzzParse checks what holds for every text: Parse never panics, a tree has either problems or all
// its content, every span lies inside the file, nodes follow each other and lie inside their parent.
// How lines end changes no line, column or value, and neither does reading JSON as YAML.
func FuzzParse(f *testing.F) {
	for _, seed := range seeds {
		f.Add("x.yaml", []byte(seed))
		f.Add("x.json", []byte(seed))
	}
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		tree := syntax.Parse(source.New(name, content))
		checker{t, tree}.check()
		if !bytes.ContainsRune(content, '\r') {
			for _, end := range []string{"\r\n", "\r"} {
				sameOutline(t, tree, parse(name, strings.ReplaceAll(string(content), "\n", end)))
			}
		}
		sameOutline(t, parse("x.json", "\n"+string(content)), parse("x.yaml", "#\n"+string(content)))
	})
}

// sameOutline checks that two trees without problems are the same.
func sameOutline(t *testing.T, a, b *syntax.Tree) {
	t.Helper()
	if len(a.Problems)+len(b.Problems) > 0 {
		return
	}
	if diff := cmp.Diff(outline(a), outline(b)); diff != "" {
		t.Error(diff)
	}
}

// checker checks a tree.
type checker struct {
	*testing.T
	tree *syntax.Tree
}

func (c checker) check() {
	c.Helper()
	for _, problem := range c.tree.Problems {
		if problem.Message == "" || strings.HasSuffix(problem.Message, ".") || problem.Span.IsZero() {
			c.Errorf("problem %+v", problem)
		}
		c.inside(problem.Span.Start.Offset, problem.Span.End.Offset)
	}
	switch {
	case len(c.tree.Problems) > 0 && len(c.tree.Documents)+len(c.tree.Duplicates) > 0:
		c.Error("a tree with problems has content")
	case (c.tree.Root == nil) != (len(c.tree.Documents) == 0):
		c.Error("the root is not the first document")
	}
	end := 0
	for _, comment := range c.tree.Comments {
		c.inside(comment.Start, comment.End)
		if comment.Start < end || c.tree.File.Content[comment.Start] != '#' {
			c.Errorf("comment %+v", comment)
		}
		end = comment.End
	}
	for _, duplicate := range c.tree.Duplicates {
		if len(duplicate.Occurrences) < 2 {
			c.Errorf("duplicate %+v", duplicate)
		}
	}
	// Aliases and merged entries lie elsewhere, so that order says nothing about them.
	ordered := !bytes.Contains(c.tree.File.Content, []byte("*")) && !bytes.Contains(c.tree.File.Content, []byte("<<"))
	end = 0
	for _, root := range c.tree.Documents {
		c.node(root)
		if ordered {
			end = c.follows(end, root)
		}
	}
}

func (c checker) inside(start, end int) {
	c.Helper()
	if start < 0 || start > end || end > len(c.tree.File.Content) {
		c.Errorf("span %d to %d in a file of %d bytes", start, end, len(c.tree.File.Content))
	}
}

// node checks a node and all below it, one by one.
func (c checker) node(n *syntax.Node) {
	c.Helper()
	c.inside(n.Start, n.End)
	raw := string(c.tree.File.Content[n.Start:n.End])
	isAlias := strings.HasPrefix(raw, "*")
	switch {
	case n.Kind == syntax.Scalar && n.Style == syntax.Plain && n.Tag == "" && !isAlias && !strings.HasPrefix(raw, "&"):
		if raw != n.Value && !strings.ContainsAny(raw, "\r\n") {
			c.Errorf("plain scalar %q is %q in the file", n.Value, raw)
		}
	case n.Style == syntax.DoubleQuoted && !isAlias && !strings.HasSuffix(raw, `"`),
		n.Style == syntax.SingleQuoted && !isAlias && !strings.HasSuffix(raw, "'"):
		c.Errorf("quoted scalar %q is %q in the file", n.Value, raw)
	case n.Tag != "" && !isAlias && !strings.Contains(raw, n.Tag):
		c.Errorf("a node with the tag %s is %q in the file", n.Tag, raw)
	}
	for _, item := range n.Items {
		c.node(item)
	}
	for _, entry := range n.Entries {
		c.node(entry.Key)
		c.node(entry.Value)
		if entry.Key.Kind != syntax.Scalar || n.Get(entry.Key.Value) == nil {
			c.Errorf("the key %q is not found", entry.Key.Value)
		}
	}
}

// follows checks that the node begins at or after the offset, and that those below it follow each
// other and lie inside it. It returns the node's end.
func (c checker) follows(offset int, n *syntax.Node) int {
	c.Helper()
	if n.Start < offset {
		c.Errorf("node %+v begins before %d", *n, offset)
	}
	offset = n.Start
	for _, item := range n.Items {
		offset = c.follows(offset, item)
	}
	for _, entry := range n.Entries {
		offset = c.follows(c.follows(offset, entry.Key), entry.Value)
	}
	if offset > n.End {
		c.Errorf("node %+v ends before %d", *n, offset)
	}
	return n.End
}

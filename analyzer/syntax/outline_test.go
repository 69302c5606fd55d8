package syntax_test

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// parse reads text as the file with the given name.
func parse(name, text string) *syntax.Tree {
	return syntax.Parse(source.New(name, []byte(text)))
}

// outline prints every key and value of a tree on a line of its own, with its span. A tree with
// problems is its problems.
func outline(tree *syntax.Tree) []string {
	o := outliner{tree: tree}
	for _, problem := range tree.Problems {
		o.lines = append(o.lines, fmt.Sprintf("problem %s %s", spell(problem.Span), problem.Message))
	}
	for i, root := range tree.Documents {
		if i > 0 {
			o.lines = append(o.lines, "---")
		}
		o.node("", root)
	}
	return o.lines
}

type outliner struct {
	tree  *syntax.Tree
	lines []string
}

func (o *outliner) node(path string, n *syntax.Node) {
	content := ""
	switch n.Kind {
	case syntax.Scalar:
		content = quote(n)
	case syntax.Mapping:
		content = "{}"
	case syntax.Sequence:
		content = "[]"
	}
	if n.Tag != "" {
		content = n.Tag + " " + content
	}
	o.lines = append(o.lines, strings.TrimPrefix(path+" = ", " ")+content+" "+spell(o.tree.SpanOf(n)))
	for i, item := range n.Items {
		o.node(path+"/"+strconv.Itoa(i), item)
	}
	for _, entry := range n.Entries {
		o.lines = append(o.lines, path+"/"+quote(entry.Key)+" "+spell(o.tree.SpanOf(entry.Key)))
		o.node(path+"/"+entry.Key.Value, entry.Value)
	}
}

// quote writes a scalar's value the way it is written in the file: plain, 'single', "double",
// |literal or >folded.
func quote(n *syntax.Node) string {
	escaped := strings.NewReplacer("\n", `\n`, "\t", `\t`, "\r", `\r`).Replace(n.Value)
	switch n.Style {
	case syntax.SingleQuoted:
		return "'" + escaped + "'"
	case syntax.DoubleQuoted:
		return `"` + escaped + `"`
	case syntax.Literal:
		return "|" + escaped
	case syntax.Folded:
		return ">" + escaped
	case syntax.Plain:
		return escaped
	default:
		return "no style"
	}
}

// spell writes a span as "line:column-line:column".
func spell(span source.Span) string {
	return fmt.Sprintf("%d:%d-%d:%d", span.Start.Line, span.Start.Column, span.End.Line, span.End.Column)
}

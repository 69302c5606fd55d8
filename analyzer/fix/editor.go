package fix

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// piece is a change of bytes.
type piece struct {
	start, end int
	text       string
}

// editor turns changes of nodes into changes of bytes.
type editor struct {
	writer

	tree   *syntax.Tree
	pieces []piece
	// refusal says why something can't be written; the first reason stays.
	refusal string
}

// slot is where a node stands.
type slot struct {
	node *syntax.Node
	// mark is the offset after the colon or dash before the node.
	mark int
	// column and dash are where members and dashes of a block in the slot go.
	column, dash int
	// isItem says that the node is an item of a block list, which starts on the line of its dash.
	isItem bool
	inFlow bool
	style  style
}

func (e *editor) refuse(reason string) {
	if e.refusal == "" {
		e.refusal = reason
	}
}

func (e *editor) put(start, end int, text string) {
	for start < end && strings.HasPrefix(text, " ") && e.tree.File.Content[start] == ' ' {
		start, text = start+1, text[1:]
	}
	if start < end || text != "" {
		e.pieces = append(e.pieces, piece{start, end, text})
	}
}

// root changes a document.
func (e *editor) root(node *syntax.Node, c *change) {
	e.node(slot{node: node, mark: node.Start, inFlow: isFlow(e.tree, node), style: e.habit}, c)
}

// node changes what stands in a slot.
func (e *editor) node(in slot, c *change) {
	switch {
	case c == nil || c.isEmpty():
	case c.replaced:
		e.replace(in, c.value)
	case in.node.Tag != "" || in.node.Kind == syntax.Scalar:
		e.refuse("what has a tag is not changed")
	case hasForeign(in.node):
		e.refuse("the mapping has merged or repeated keys")
	case isFlow(e.tree, in.node):
		e.flowNode(in, c)
	case in.inFlow:
		e.refuse("a mapping without braces stands there")
	default:
		e.blockNode(in, c)
	}
}

// styleIn returns the style that new strings have in a collection: that of all its strings if they have one in common.
// Without any, those one level below it tell, and then what is around it.
func styleIn(elements []element, outer style) style {
	found := style{}
	for _, each := range elements {
		found.add(each)
	}
	if found.text == 0 {
		below := style{}
		for _, each := range elements {
			for _, inner := range elementsOf(each.node) {
				below.add(inner)
			}
		}
		found.text = below.text
		if found.key == 0 {
			found.key = below.key
		}
	}
	if found.key == 0 {
		found.key = outer.key
	}
	if found.text == 0 {
		found.text = outer.text
	}
	return found
}

// add takes the strings of an element into account that need no quotes.
func (s *style) add(each element) {
	if each.key != nil && isBare(each.key) {
		s.key = common(s.key, each.key.Style)
	}
	if isBare(each.node) {
		s.text = common(s.text, each.node.Style)
	}
}

// isBare reports whether a node is a string that needs no quotes, so that having them or not is a habit.
func isBare(node *syntax.Node) bool {
	return node.Kind == syntax.Scalar && node.Tag == "" && isPlainText(node.Value, true)
}

func common(known, style syntax.Style) syntax.Style {
	if known == 0 || known == style {
		return style
	}
	return syntax.Plain
}

// replace writes a value in place of the node in a slot. What stands on several lines takes the line end, so that a
// comment on the line stays where it is.
func (e *editor) replace(in slot, value any) {
	node := in.node
	as := in.style
	if node.Kind == syntax.Scalar && node.Start < node.End {
		as.text = node.Style
	}
	if in.inFlow {
		if commentsIn(e.tree, node.Start, node.End) > 0 {
			e.refuse(loseComments)
			return
		}
		e.put(node.Start, node.End, e.separated(in, e.flowValue(node.Start, value, as)))
		return
	}
	text := e.inBlock(in, value, as)
	head, tail := text, ""
	if cut := strings.Index(text, e.eol); cut >= 0 {
		head, tail = text[:cut], text[cut:]
	}
	e.replaceBlock(in, head, tail, false)
}

// inBlock returns a value as it follows the mark of its slot. What was in brackets stays there.
func (e *editor) inBlock(in slot, value any, as style) string {
	list, isList := value.([]any)
	if isFlow(e.tree, in.node) && (!isList || e.isShallow(list)) && in.node.Start+2 < in.node.End && !isCall(value) {
		return " " + e.flow(value, as)
	}
	if in.isItem {
		return e.item(value, in.dash, as)
	}
	return e.after(value, in.column, in.dash, as)
}

// loseComments is why a change is refused that would take comments along.
const loseComments = "comments stand in what would be written anew"

// replaceBlock puts the text after a mark in place of the node there: a head on the line of the mark and a tail of
// further lines. Comments inside the node may go only where they belong to what is taken away.
//
//nolint:revive // the flag says whose the comments are
func (e *editor) replaceBlock(in slot, head, tail string, ownsComments bool) {
	node := in.node
	isAbsent := node.Start >= node.End
	line := lineEnd(e.tree, max(in.mark-1, 0))
	switch {
	case isAbsent:
		e.put(in.mark, in.mark, head)
		e.put(lineEnd(e.tree, in.mark), lineEnd(e.tree, in.mark), tail)
	case node.Start <= line: // the node begins on the line of its mark
		end := node.End
		if node.Kind != syntax.Scalar && !isFlow(e.tree, node) {
			end = lineEnd(e.tree, e.extent(node, columnOf(e.tree, node.Start)))
		}
		if !ownsComments && commentsIn(e.tree, node.Start, end) > 0 {
			e.refuse(loseComments)
			return
		}
		e.put(in.mark, end, head)
		e.put(lineEnd(e.tree, end), lineEnd(e.tree, end), tail)
	default:
		end := lineEnd(e.tree, e.extent(node, columnOf(e.tree, node.Start)))
		if !ownsComments && commentsIn(e.tree, line, end) > 0 {
			e.refuse(loseComments)
			return
		}
		e.put(in.mark, in.mark, head)
		e.put(line, end, tail)
	}
}

// separated returns the text with a blank before it where its colon has none.
func (e *editor) separated(in slot, text string) string {
	if in.node.Start >= in.node.End && in.mark > 0 && !e.json {
		return " " + text
	}
	return text
}

// flowValue returns a value at an offset in a flow collection.
func (e *editor) flowValue(offset int, value any, as style) string {
	indent, _ := indentOf(e.tree, offset)
	if e.spansLines {
		return e.tall(value, indent, as)
	}
	return e.flow(value, as)
}

// extent returns the end of what belongs to a node: with the comment on its last line, and comments below that are
// deeper than the column.
func (e *editor) extent(node *syntax.Node, column int) int {
	return e.extentFrom(node.End, node, column)
}

func (e *editor) extentFrom(offset int, node *syntax.Node, column int) int {
	end := offset
	if keepsLines(e.tree, node) {
		for next := nextLine(e.tree, end); next > end && next < len(e.tree.File.Content); next = nextLine(e.tree, end) {
			if _, alone := indentOf(e.tree, lineEnd(e.tree, next)); !alone {
				break
			}
			end = next
		}
	}
	end = max(end, afterComment(e.tree, end))
	for {
		next := nextLine(e.tree, end)
		start := next
		for start < len(e.tree.File.Content) && isSpace(e.tree.File.Content[start]) {
			start++
		}
		comment, isComment := commentAt(e.tree, start)
		if !isComment || comment.Start != start || columnOf(e.tree, start) <= column {
			return end
		}
		end = comment.End
	}
}

// keepsLines reports whether a node ends with a block scalar that keeps the empty lines after it.
func keepsLines(tree *syntax.Tree, node *syntax.Node) bool {
	for {
		switch {
		case isFlow(tree, node):
			return false
		case len(node.Entries) > 0:
			node = node.Entries[len(node.Entries)-1].Value
		case len(node.Items) > 0:
			node = node.Items[len(node.Items)-1]
		default:
			isBlock := node.Style == syntax.Literal || node.Style == syntax.Folded
			header, _, _ := strings.Cut(string(tree.File.Content[node.Start:node.End]), "\n")
			return isBlock && strings.Contains(header, "+")
		}
	}
}

// remaining returns the elements that are not taken away.
func remaining(elements []element) []element {
	return slices.DeleteFunc(slices.Clone(elements), element.isRemoved)
}

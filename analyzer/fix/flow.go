package fix

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// flow is a collection in braces or brackets that changes.
type flow struct {
	in       slot
	elements []element
	// open and close are the offsets of the brackets.
	open, close int
	// commas are the offsets of the commas after the elements, -1 where there is none.
	commas []int
	// tall says that its first element does not stand on the line of its bracket.
	tall  bool
	style style
}

// flowNode changes a collection in brackets.
func (e *editor) flowNode(in slot, c *change) {
	f := flow{in: in, elements: changed(in.node, c), open: in.node.Start, close: in.node.End - 1}
	f.style = styleIn(f.elements, in.style)
	for _, each := range f.elements {
		f.commas = append(f.commas, e.commaAfter(each.end, f.close))
	}
	if len(f.elements) > 0 {
		_, f.tall = indentOf(e.tree, f.elements[0].start)
	}
	kept := remaining(f.elements)
	if len(kept) == 0 {
		e.fillFlow(f, c)
		return
	}
	for i := 0; i < len(f.elements); i++ {
		each := f.elements[i]
		if each.isRemoved() {
			i = e.removeRun(f, i, len(c.additions()) > 0)
			continue
		}
		below := slot{node: each.node, mark: each.node.Start, inFlow: true, style: f.style}
		e.rename(each, f.style, true)
		e.node(below, each.change)
	}
	e.addToFlow(f, c.additions())
}

// commaAfter returns the offset of the comma that follows an element, -1 where the bracket comes first.
func (e *editor) commaAfter(offset, end int) int {
	for offset < end {
		if comment, found := commentAt(e.tree, offset); found {
			offset = comment.End
			continue
		}
		if e.tree.File.Content[offset] == ',' {
			return offset
		}
		offset++
	}
	return -1
}

// fillFlow writes a collection of which nothing stays, or in which nothing stood. An empty one under a key of a block
// becomes a block.
func (e *editor) fillFlow(f flow, c *change) {
	if commentsIn(e.tree, f.open, f.close) > 0 {
		e.refuse(loseComments)
		return
	}
	value := c.asValue(f.in.node.Kind)
	if len(c.additions()) > 0 && !f.in.inFlow {
		e.replace(f.in, value)
		return
	}
	text := e.flowValue(f.open, value, f.style)
	if len(f.elements) > 0 && !f.tall {
		text = e.flow(value, f.style)
	}
	e.put(f.open, f.close+1, text)
}

// removeRun takes away the elements from index on that go, and returns the index of the last of them.
//
//nolint:revive // the flag is what the commas depend on
func (e *editor) removeRun(f flow, index int, adds bool) int {
	last := index
	for last+1 < len(f.elements) && f.elements[last+1].isRemoved() {
		last++
	}
	if last+1 < len(f.elements) {
		e.put(leadOf(e.tree, f.elements[index].start), leadOf(e.tree, f.elements[last+1].start), "")
		return last
	}
	comma, trailing := f.commas[index-1], f.commas[last]
	start := afterComment(e.tree, comma+1)
	end := f.elements[last].end
	if trailing >= 0 {
		end = trailing + 1
	} else if !adds {
		e.put(comma, comma+1, "")
	}
	e.put(start, afterComment(e.tree, end), "")
	return last
}

// addToFlow writes new elements after the last one that stays.
func (e *editor) addToFlow(f flow, added []member) {
	if len(added) == 0 {
		return
	}
	last := len(f.elements) - 1
	trailing := f.commas[last] >= 0
	for f.elements[last].isRemoved() {
		last--
	}
	at := f.commas[last] + 1
	if f.commas[last] < 0 {
		at = f.elements[last].end
		e.put(at, at, ",")
	}
	indent, alone := indentOf(e.tree, f.elements[last].start)
	parts := make([]string, len(added))
	for i, each := range added {
		value := e.flow(each.value, f.style)
		if f.tall && e.spansLines {
			value = e.tall(each.value, indent, f.style)
		}
		if f.elements[0].key != nil {
			value = e.flowMember(each.key, value, f.style)
		}
		parts[i] = value
	}
	between := e.comma
	if f.tall && alone {
		between = e.eol + indent
	}
	text := between + strings.Join(parts, ","+between)
	if trailing {
		text += ","
	}
	at = afterComment(e.tree, at)
	e.put(at, at, text)
}

// edits returns the changes of bytes for the changes of a tree.
func edits(tree *syntax.Tree, all *change) (pieces []piece, refusal string) {
	e := &editor{writer: writer{layout: newLayout(tree)}, tree: tree}
	e.short = e.isTemplate && !e.json && prefersShort(tree.Root)
	e.root(tree.Root, all)
	return e.pieces, e.refusal
}

// prefersShort reports whether a template mostly writes functions in their short form, or has none.
func prefersShort(root *syntax.Node) bool {
	short, long := 0, 0
	var count func(node *syntax.Node)
	count = func(node *syntax.Node) {
		switch {
		case node == nil:
			return
		case longName(node.Tag) != "":
			short++
		case isCallNode(node):
			long++
		}
		for _, entry := range node.Entries {
			count(entry.Value)
		}
		for _, item := range node.Items {
			count(item)
		}
	}
	count(root)
	return short >= long
}

package fix

import (
	"bytes"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// block is a block collection that changes.
type block struct {
	in       slot
	elements []element
	// marks are the offsets of the dashes, or of the keys.
	marks  []int
	column int
	style  style
}

// blockNode changes a collection without braces.
func (e *editor) blockNode(in slot, c *change) {
	b := block{in: in, elements: changed(in.node, c)}
	b.style = styleIn(b.elements, in.style)
	for _, each := range b.elements {
		mark := each.start
		if each.key == nil {
			mark = dashBefore(e.tree, each.start)
		}
		if mark < 0 {
			e.refuse("the list is written in an unusual way")
			return
		}
		b.marks = append(b.marks, mark)
	}
	b.column = columnOf(e.tree, b.marks[0])
	kept := remaining(b.elements)
	if len(kept) == 0 {
		e.replaceAll(b, c.asValue(in.node.Kind))
		return
	}
	for i, each := range b.elements {
		if each.isRemoved() {
			e.removeElement(b, i)
			continue
		}
		if each.change != nil && !each.change.isEmpty() {
			e.blockElement(b, i)
		}
	}
	e.addToBlock(b, c.additions())
}

// replaceAll writes a collection of which nothing stays.
func (e *editor) replaceAll(b block, value any) {
	in := b.in
	text := e.inBlock(slot{node: &syntax.Node{Kind: syntax.Scalar}, column: b.column, dash: b.column}, value, b.style)
	if in.isItem {
		text = e.item(value, in.dash, b.style)
	}
	head, tail := text, ""
	if cut := strings.Index(text, e.eol); cut >= 0 {
		head, tail = text[:cut], text[cut:]
	}
	if in.mark == in.node.Start && !in.isItem { // the root has no mark to stand after
		e.put(in.node.Start, in.node.End, strings.TrimPrefix(strings.TrimPrefix(text, e.eol), " "))
		return
	}
	e.replaceBlock(in, head, tail, true)
}

// blockElement changes what stands in one element.
func (e *editor) blockElement(b block, index int) {
	each := b.elements[index]
	in := slot{node: each.node, style: b.style}
	if each.key == nil {
		inner := b.column + 1 + e.deepGap
		if gap := gapAfter(e.tree, b.marks[index], each.node); gap > 0 {
			inner = b.column + 1 + gap
		}
		in.mark, in.isItem, in.dash, in.column = b.marks[index]+1, true, b.column, inner
	} else {
		in.mark = colonAfter(e.tree, each.key.End)
		in.column, in.dash = b.column+e.step, b.column+e.dash
		if in.mark < 0 {
			e.refuse("the mapping is written in an unusual way")
			return
		}
	}
	e.rename(each, b.style, false)
	e.node(in, each.change)
}

// rename writes the new key of an element that gets one.
func (e *editor) rename(each element, as style, inFlow bool) {
	if each.change != nil && each.change.key != "" {
		as.key = each.key.Style
		e.put(each.key.Start, each.key.End, e.text(each.change.key, as.key, inFlow))
	}
}

// colonAfter returns the offset after the colon that follows a key, -1 where none does.
func colonAfter(tree *syntax.Tree, offset int) int {
	rest := bytes.TrimLeft(tree.File.Content[offset:], " \t")
	if !bytes.HasPrefix(rest, []byte(":")) {
		return -1
	}
	return len(tree.File.Content) - len(rest) + 1
}

// removeElement takes away the lines of an element, with the comments that belong to it. The first one of a collection
// that begins on the line of a dash leaves its place to the next.
func (e *editor) removeElement(b block, index int) {
	end := e.extentFrom(b.elements[index].end, b.elements[index].node, b.column)
	if _, alone := indentOf(e.tree, b.marks[index]); !alone {
		e.removeFirst(b, index)
		return
	}
	start, next := lineStart(e.tree, e.lead(b, index)), nextLine(e.tree, end)
	last := next == len(e.tree.File.Content) && lineEnd(e.tree, end) == next
	goesOn := len(remaining(b.elements[index:])) > 0
	switch {
	case index == 0 || e.isAfterGap(b, index, start) && goesOn:
		for next < len(e.tree.File.Content) && e.isEmptyLine(next) {
			next = nextLine(e.tree, next)
		}
	case e.isAfterGap(b, index, start):
		start = lineStart(e.tree, start-1)
	}
	if last && start > 0 {
		start = lineEnd(e.tree, start-1) // the file goes on to end without a line end
	}
	e.put(start, next, "")
}

// isAfterGap reports whether an empty line stands before an element that starts at an offset, which is not part of a
// text.
func (e *editor) isAfterGap(b block, index, start int) bool {
	return start > 0 && e.isEmptyLine(lineStart(e.tree, start-1)) && !keepsLines(e.tree, b.elements[index-1].node)
}

// isEmptyLine reports whether nothing stands on the line that starts at an offset; so it is after the last.
func (e *editor) isEmptyLine(start int) bool {
	return start >= len(e.tree.File.Content) || isBlank(e.tree.File.Content[start:lineEnd(e.tree, start)])
}

// lead returns where an element starts with its comments. What stands above a document may be about all of it.
func (e *editor) lead(b block, index int) int {
	if index == 0 && b.in.node == e.tree.Root {
		return b.marks[0]
	}
	return leadOf(e.tree, b.marks[index])
}

// removeFirst takes away elements at the start of a collection that begins on the line of a dash, up to the next one
// that stays, which comes up unless comments lead it.
func (e *editor) removeFirst(b block, index int) {
	if !b.in.isItem {
		e.refuse("the collection is written in an unusual way")
		return
	}
	next := index + 1
	for b.elements[next].isRemoved() {
		b.elements[next].change = nil
		next++
	}
	if e.lead(b, next) < b.marks[next] {
		last := b.elements[next-1]
		e.put(b.in.mark, lineEnd(e.tree, e.extentFrom(last.end, last.node, b.column)), "")
		return
	}
	e.put(b.marks[index], b.marks[next], "")
}

// addToBlock writes new elements after the last one that stays.
func (e *editor) addToBlock(b block, added []member) {
	if len(added) == 0 {
		return
	}
	last := len(b.elements) - 1
	for b.elements[last].isRemoved() {
		last--
	}
	var text strings.Builder
	w := e.writer
	if gap := gapAfter(e.tree, b.marks[last], b.elements[last].node); b.elements[last].key == nil && gap > 0 {
		w.gap = gap
		if isDeep(e.tree, b.elements[last].node) {
			w.gap, w.deepGap = e.gap, gap
		}
	}
	spaced := last > 0 && e.isEmptyLine(lineStart(e.tree, max(0, lineStart(e.tree, e.lead(b, last))-1)))
	for _, each := range added {
		text.WriteString(e.eol)
		if spaced {
			text.WriteString(e.eol)
		}
		text.WriteString(blanks(b.column))
		switch {
		case b.elements[0].key == nil && isInBraces(each.value) && e.hasFlowItems(b):
			text.WriteString("-" + blanks(e.gap) + e.flow(each.value, b.style))
		case b.elements[0].key == nil:
			text.WriteString("-" + w.item(each.value, b.column, b.style))
		default:
			text.WriteString(e.member(each.key, each.value, b.column, b.style))
		}
	}
	end := lineEnd(e.tree, e.extentFrom(b.elements[last].end, b.elements[last].node, b.column))
	e.put(end, end, text.String())
}

// isInBraces reports whether a value goes in braces when it is written on one line.
func isInBraces(value any) bool {
	members, isMap := value.(map[string]any)
	return isMap && len(members) > 0 && !isCall(value)
}

// hasFlowItems reports whether the mappings among the items of a block list stand in braces.
func (e *editor) hasFlowItems(b block) bool {
	found := false
	for _, each := range b.elements {
		if each.node.Kind == syntax.Mapping && each.node.Tag == "" && !isCallNode(each.node) {
			if !isFlow(e.tree, each.node) {
				return false
			}
			found = true
		}
	}
	return found
}

package suppress

import (
	"bytes"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// target is what a suppression can be about: a member of a mapping or an item of a list. Its text goes from start up
// to, but without, end; both are byte offsets.
type target struct {
	start, end int
	// path is its JSON Pointer in the resolved document; empty where that can't be told from the text, as below a
	// list, whose items a condition may remove.
	path string
}

// targets returns all of them in the order of the text, those around others before these.
func targets(root *syntax.Node) []target {
	var found []target
	addTargets(&found, root, source.NewAt(""), true)
	return found
}

// addTargets adds those below a node. What an alias or a merged mapping shares stands elsewhere in the text and is
// met there, once, so that no text takes longer than it is.
func addTargets(found *[]target, node *syntax.Node, at source.At, isResolved bool) {
	isWithin := func(child *syntax.Node) bool { return child.Start >= node.Start && child.Start < node.End }
	for _, entry := range node.Entries {
		if !isWithin(entry.Key) {
			continue
		}
		below := at.Child(entry.Key.Value)
		plain := isResolved && node.Tag == "" && !strings.HasPrefix(entry.Key.Value, "Fn::")
		one := target{start: entry.Key.Start, end: max(entry.Key.End, entry.Value.End)}
		if plain {
			one.path = below.Pointer()
		}
		*found = append(*found, one)
		addTargets(found, entry.Value, below, plain)
	}
	for i, item := range node.Items {
		if isWithin(item) {
			*found = append(*found, target{start: item.Start, end: item.End})
			addTargets(found, item, at.Item(i), false)
		}
	}
}

// flowEnd returns the end of the innermost braces or brackets around a byte offset, 0 where there are none.
func flowEnd(tree *syntax.Tree, offset int) int {
	end := 0
	for node := tree.Root; node != nil; {
		if isFlow(tree.File.Content[node.Start:node.End]) {
			end = node.End
		}
		node = childAround(node, offset)
	}
	return end
}

// isFlow reports whether the text of a node starts with a brace or a bracket, behind a tag and an anchor.
func isFlow(text []byte) bool {
	const blanks = " \t\r\n"
	for len(text) > 0 && (text[0] == '!' || text[0] == '&') {
		end := bytes.IndexAny(text, blanks)
		if end < 0 {
			return false
		}
		text = bytes.TrimLeft(text[end:], blanks)
	}
	return len(text) > 0 && (text[0] == '{' || text[0] == '[')
}

// childAround returns the child of a node that holds a byte offset.
func childAround(node *syntax.Node, offset int) *syntax.Node {
	for _, entry := range node.Entries {
		if entry.Value.Start < offset && offset < entry.Value.End {
			return entry.Value
		}
	}
	for _, item := range node.Items {
		if item.Start < offset && offset < item.End {
			return item
		}
	}
	return nil
}

// covers returns whether a place of the file is in the target. What an alias stands for is found by its path.
func (t target) covers(file string) func(finding.Location) bool {
	return func(location finding.Location) bool {
		if location.File != file {
			return false
		}
		start := location.Span.Start.Offset
		if !location.Span.IsZero() && (start == t.start || start > t.start && start < t.end) {
			return true
		}
		return t.path != "" && (location.Path == t.path || strings.HasPrefix(location.Path, t.path+"/"))
	}
}

// coversFile returns whether a place is in the file.
func coversFile(file string) func(finding.Location) bool {
	return func(location finding.Location) bool { return location.File == file }
}

// coversNothing is for a suppression that stands where nothing follows.
func coversNothing(finding.Location) bool { return false }

package syntax

import (
	"fmt"
	"slices"
)

// maxExpanded is how many nodes aliases may stand for in one file. Templates use a handful; more is
// an attack that grows without end.
const maxExpanded = 100_000

// references are the anchors of a document and what following them costs.
type references struct {
	anchors map[string]*target
	// count counts all nodes, those that aliases stand for included.
	count, expanded int
	// deepest is the deepest level since the last anchor began.
	deepest int
}

// target is what aliases with one name stand for.
type target struct {
	node *Node // nil while it is built
	// count is the number of its nodes, and height the number of levels below it.
	count, height int
	// outerDeepest is the deepest level before it.
	outerDeepest int
}

// beginAnchor notes that the node with the anchor begins; nil for no anchor.
func (b *builder) beginAnchor(name string) *target {
	if name == "" {
		return nil
	}
	if b.anchors == nil {
		b.anchors = map[string]*target{}
	}
	t := &target{count: -b.count, outerDeepest: b.deepest}
	b.anchors[name] = t
	b.deepest = b.depth
	return t
}

// endAnchor notes that the node is complete.
func (b *builder) endAnchor(t *target, node *Node) {
	if t == nil {
		return
	}
	t.node = node
	t.count += b.count
	t.height = b.deepest - b.depth
	b.deepest = max(b.deepest, t.outerDeepest)
}

// alias returns the node that the alias stands for, with the span of the alias.
func (b *builder) alias() (*Node, error) {
	name := b.current.value
	t := b.anchors[name]
	switch {
	case t == nil:
		return nil, b.unexpected(fmt.Sprintf("there is no anchor &%s before this alias", name))
	case t.node == nil:
		return nil, b.unexpected(fmt.Sprintf("the value &%s would hold itself", name))
	case b.depth+t.height > maxDepth:
		return nil, tooDeep(b.current.start)
	}
	b.count += t.count
	b.expanded += t.count
	b.deepest = max(b.deepest, b.depth+t.height)
	if b.expanded > maxExpanded {
		return nil, b.unexpected("the aliases of the file stand for more than 100,000 values")
	}
	node := *t.node
	node.Start, node.End = b.text.offset(b.current.start), b.text.offset(b.current.end)
	b.take()
	return &node, nil
}

// isMergeKey reports whether the key merges other mappings into its own.
func isMergeKey(key *Node) bool {
	return key.Value == "<<" && key.Style == Plain && (key.Tag == "" || key.Tag == "!!merge")
}

// isMergeable reports whether the value of a merge key is a mapping or a list of mappings.
func isMergeable(value *Node) bool {
	isMapping := func(node *Node) bool { return node.Kind == Mapping }
	return isMapping(value) || value.Kind == Sequence && !slices.ContainsFunc(value.Items, func(item *Node) bool {
		return !isMapping(item)
	})
}

// completeMapping notes repeated keys, and puts the entries of merged mappings in place of their
// merge keys. Keys of the mapping itself win, then those of the mapping merged first.
func (b *builder) completeMapping(node *Node) {
	b.tree.noteDuplicates(node, b.path)
	if !slices.ContainsFunc(node.Entries, func(entry Entry) bool { return isMergeKey(entry.Key) }) {
		return
	}
	taken := make(map[string]bool, len(node.Entries))
	for _, entry := range node.Entries {
		taken[entry.Key.Value] = true
	}
	var entries []Entry
	for _, entry := range node.Entries {
		switch {
		case !isMergeKey(entry.Key):
			entries = append(entries, entry)
		case entry.Value.Kind == Mapping:
			entries = appendFree(entries, entry.Value, taken)
		default:
			for _, item := range entry.Value.Items {
				entries = appendFree(entries, item, taken)
			}
		}
	}
	node.Entries = entries
}

// appendFree appends the entries of the mapping whose keys are not taken, and takes their keys. It
// starts from the last entry, which is the one in force where a key is repeated.
func appendFree(entries []Entry, mapping *Node, taken map[string]bool) []Entry {
	first := len(entries)
	for _, entry := range slices.Backward(mapping.Entries) {
		if !taken[entry.Key.Value] {
			taken[entry.Key.Value] = true
			entries = append(entries, entry)
		}
	}
	slices.Reverse(entries[first:])
	return entries
}

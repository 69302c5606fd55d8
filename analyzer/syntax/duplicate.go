package syntax

import (
	"cmp"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// inMapping is the index of a step that is a key.
const inMapping = -1

// step leads from a collection to one of its nodes.
type step struct {
	key   string
	index int
}

// handle returns the handle of the node that the path leads to.
func (t *Tree) handle(path []step) source.At {
	at := source.NewAt(t.File.Name)
	for _, s := range path {
		if s.index == inMapping {
			at = at.Child(s.key)
		} else {
			at = at.Item(s.index)
		}
	}
	return at
}

// noteDuplicates adds the keys that stand more than once in the mapping at the path.
func (t *Tree) noteDuplicates(mapping *Node, path []step) {
	if !mapping.Repeats() {
		return
	}
	occurrences := map[string][]Entry{}
	for _, entry := range mapping.Entries {
		occurrences[entry.Key.Value] = append(occurrences[entry.Key.Value], entry)
	}
	at := t.handle(path)
	for key, entries := range occurrences {
		if len(entries) > 1 && !isMergeKey(entries[0].Key) {
			same := !slices.ContainsFunc(entries[1:], func(e Entry) bool { return !equal(entries[0].Value, e.Value) })
			t.Duplicates = append(t.Duplicates, Duplicate{At: at.Child(key), Occurrences: entries, Same: same})
		}
	}
}

// sortDuplicates puts the duplicates in the order of the file.
func (t *Tree) sortDuplicates() {
	slices.SortFunc(t.Duplicates, func(a, b Duplicate) int {
		return cmp.Compare(a.Occurrences[0].Key.Start, b.Occurrences[0].Key.Start)
	})
}

// fewEntries is up to how many entries comparing all pairs of keys is cheaper than a map.
const fewEntries = 12

// Repeats reports whether a key stands more than once in the mapping.
func (n *Node) Repeats() bool {
	entries := n.Entries
	if len(entries) > fewEntries {
		keys := make(map[string]struct{}, len(entries))
		for _, entry := range entries {
			keys[entry.Key.Value] = struct{}{}
		}
		return len(keys) < len(entries)
	}
	for i := range entries {
		for j := range i {
			if entries[i].Key.Value == entries[j].Key.Value {
				return true
			}
		}
	}
	return false
}

// equal reports whether two nodes are the same value. How scalars are quoted does not matter.
func equal(a, b *Node) bool {
	if a.Kind != b.Kind || a.Tag != b.Tag || a.Value != b.Value || a.IsNull() != b.IsNull() {
		return false
	}
	return slices.EqualFunc(a.Items, b.Items, equal) && equalEntries(a.Entries, b.Entries)
}

// equalEntries reports whether two mappings have the same members in force, in any order.
func equalEntries(a, b []Entry) bool {
	if slices.EqualFunc(a, b, func(a, b Entry) bool { return a.Key.Value == b.Key.Value }) {
		return slices.EqualFunc(a, b, func(a, b Entry) bool { return equal(a.Value, b.Value) })
	}
	x, y := inForce(a), inForce(b)
	for key, value := range x {
		if y[key] == nil || !equal(value, y[key]) {
			return false
		}
	}
	return len(x) == len(y)
}

func inForce(entries []Entry) map[string]*Node {
	members := make(map[string]*Node, len(entries))
	for _, entry := range entries {
		members[entry.Key.Value] = entry.Value
	}
	return members
}

package fix

import "github.com/latchkey-dev/latchkey/analyzer/syntax"

// element is a member or an item as it stands in a collection.
type element struct {
	// key is nil for an item.
	key, node *syntax.Node
	// start and end are the offsets of its text: of a member with its key, of an item without its dash.
	start, end int
	// change is what happens to it, nil for nothing.
	change *change
}

// elementsOf returns the members or items of a collection in the order of the file.
func elementsOf(node *syntax.Node) []element {
	elements := make([]element, 0, len(node.Entries)+len(node.Items))
	for _, entry := range node.Entries {
		elements = append(elements, element{
			key: entry.Key, node: entry.Value, start: entry.Key.Start, end: max(entry.Key.End, entry.Value.End),
		})
	}
	for _, item := range node.Items {
		elements = append(elements, element{node: item, start: item.Start, end: item.End})
	}
	return elements
}

// changed returns the elements of a collection with what happens to them.
func changed(node *syntax.Node, c *change) []element {
	elements := elementsOf(node)
	for i := range elements {
		each := &elements[i]
		if each.key == nil {
			each.change = c.items[i]
		} else if node.Get(each.key.Value) == each.node {
			each.change = c.members[each.key.Value]
		}
	}
	return elements
}

func (e element) isRemoved() bool {
	return e.change != nil && e.change.removed
}

// additions returns what is added to a collection, as members or items.
func (c *change) additions() []member {
	if len(c.added) > 0 {
		return c.added
	}
	items := make([]member, len(c.appended))
	for i, item := range c.appended {
		items[i].value = item
	}
	return items
}

// asValue returns the additions as a collection of their own.
func (c *change) asValue(kind syntax.Kind) any {
	if kind == syntax.Sequence {
		return append([]any{}, c.appended...)
	}
	value := map[string]any{}
	for _, added := range c.added {
		value[added.key] = added.value
	}
	return value
}

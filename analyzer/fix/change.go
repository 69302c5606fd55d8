package fix

import (
	"maps"
	"slices"
	"strconv"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// Why edits can't be made together or at all.
const (
	overlaps  = "it overlaps another change"
	isMissing = "there is nothing to change there"
)

// change is what happens to a node: it is taken away, replaced as a whole, or something below it changes.
type change struct {
	removed, replaced bool
	// value is what the node is replaced by.
	value any
	// levels is how many levels of the value are mappings that are there for what they lead to alone.
	levels int
	// key is the new key of a member; empty for one that keeps its own.
	key string
	// members and items are the changes below the node.
	members map[string]*change
	items   map[int]*change
	// added are new members, and appended new items, in order.
	added    []member
	appended []any
}

// member is a new member of a mapping.
type member struct {
	key   string
	value any
	// levels is as in change.
	levels int
}

func (c *change) isWhole() bool {
	return c.removed || c.replaced
}

func (c *change) isEmpty() bool {
	return !c.isWhole() && c.key == "" && len(c.members)+len(c.items)+len(c.added)+len(c.appended) == 0
}

// gather returns the changes that edits make to a document.
func gather(root *syntax.Node, edits []finding.Edit) (all *change, refusal string) {
	all = &change{}
	for _, edit := range edits {
		if edit.Written == "" {
			return nil, "the place is not known"
		}
		steps := edit.Written.Steps()
		if len(steps) == 0 {
			return nil, "a whole document is not changed"
		}
		if refusal := all.put(root, steps, edit); refusal != "" {
			return nil, refusal
		}
	}
	all.narrow(root)
	return all, ""
}

// put adds an edit of what the steps lead to from a node.
func (c *change) put(node *syntax.Node, steps []string, edit finding.Edit) (refusal string) {
	switch {
	case c.replaced && len(steps) > 0 && isVoid(node) && edit.Op == "add":
		return c.fill(steps, edit.Value)
	case c.isWhole():
		if len(steps) == 0 && c.removed == (edit.Op == "remove") && same(c.value, edit.Value) {
			return "" // two findings have this fix in common
		}
		return overlaps
	case len(steps) == 0 && !c.isEmpty():
		return overlaps
	case len(steps) == 0:
		c.removed, c.replaced, c.value = edit.Op == "remove", edit.Op != "remove", edit.Value
		return ""
	case node.Kind == syntax.Mapping:
		return c.putMember(node, steps, edit)
	case node.Kind == syntax.Sequence:
		return c.putItem(node, steps, edit)
	case isVoid(node) && edit.Op == "add":
		c.replaced, c.value, c.levels = true, wrap(steps, edit.Value), len(steps)
		return ""
	default:
		return isMissing
	}
}

// fill adds a member to the mapping that replaces a null.
func (c *change) fill(steps []string, value any) (refusal string) {
	levels := min(c.levels, len(steps))
	merged, ok := merge(c.value, wrap(steps, value), levels)
	if !ok {
		return overlaps
	}
	c.value, c.levels = merged, levels
	return ""
}

func (c *change) putMember(node *syntax.Node, steps []string, edit finding.Edit) (refusal string) {
	if entry := node.Entry(steps[0]); entry != nil {
		if c.members == nil {
			c.members = map[string]*change{}
		}
		if c.members[steps[0]] == nil {
			c.members[steps[0]] = &change{}
		}
		return c.members[steps[0]].put(entry.Value, steps[1:], edit)
	}
	if edit.Op != "add" {
		return isMissing
	}
	made := member{key: steps[0], value: wrap(steps[1:], edit.Value), levels: len(steps) - 1}
	index := slices.IndexFunc(c.added, func(known member) bool { return known.key == steps[0] })
	if index < 0 {
		c.added = append(c.added, made)
		return ""
	}
	known := &c.added[index]
	levels := min(known.levels, made.levels)
	merged, ok := merge(known.value, made.value, levels)
	if !ok {
		return overlaps
	}
	known.value, known.levels = merged, levels
	return ""
}

func (c *change) putItem(node *syntax.Node, steps []string, edit finding.Edit) (refusal string) {
	index, err := strconv.Atoi(steps[0])
	switch {
	case err != nil || index < 0:
		return isMissing
	case index < len(node.Items):
		if c.items == nil {
			c.items = map[int]*change{}
		}
		if c.items[index] == nil {
			c.items[index] = &change{}
		}
		return c.items[index].put(node.Items[index], steps[1:], edit)
	case edit.Op != "add" || len(steps) > 1:
		return isMissing
	}
	isKnown := func(known any) bool { return same(known, edit.Value) }
	if !slices.ContainsFunc(c.appended, isKnown) {
		c.appended = append(c.appended, edit.Value)
	}
	return ""
}

// wrap returns a value inside the new collections that the steps lead through.
func wrap(steps []string, value any) any {
	for _, step := range slices.Backward(steps) {
		if step == "0" {
			value = []any{value}
		} else {
			value = map[string]any{step: value}
		}
	}
	return value
}

// merge returns two values as one: equal ones, or mappings that are there for what they lead to, down to a level.
func merge(a, b any, levels int) (any, bool) {
	first, isMap := a.(map[string]any)
	second, areMaps := b.(map[string]any)
	switch {
	case same(a, b):
		return a, true
	case levels == 0 || !isMap || !areMaps:
		return nil, false
	}
	merged := maps.Clone(first)
	for key, value := range second {
		if known, isCommon := merged[key]; isCommon {
			both, ok := merge(known, value, levels-1)
			if !ok {
				return nil, false
			}
			value = both
		}
		merged[key] = value
	}
	return merged, true
}

// narrow turns the replacement of a collection by another one into changes of what differs between them, so that the
// rest and its comments stay.
func (c *change) narrow(node *syntax.Node) {
	if c.replaced {
		switch value := c.value.(type) {
		case map[string]any:
			c.narrowMapping(node, value)
		case []any:
			c.narrowList(node, value)
		}
		return
	}
	c.rename()
	for key, below := range c.members {
		below.narrow(node.Get(key))
	}
	for index, below := range c.items {
		below.narrow(node.Items[index])
	}
}

// rename lets a new member take the place of the one that it is the opposite of, such as NotAction of Action.
func (c *change) rename() {
	for old, below := range c.members {
		index := slices.IndexFunc(c.added, func(added member) bool {
			return added.key == "Not"+old || old == "Not"+added.key
		})
		if below.removed && index >= 0 {
			*below = change{replaced: true, key: c.added[index].key, value: c.added[index].value}
			c.added = slices.Delete(c.added, index, index+1)
		}
	}
}

func (c *change) narrowMapping(node *syntax.Node, value map[string]any) {
	if node.Kind != syntax.Mapping || node.Tag != "" || isCall(value) || isCallNode(node) || hasForeign(node) {
		return
	}
	narrowed := &change{key: c.key, members: map[string]*change{}}
	kept := 0
	for _, entry := range node.Entries {
		wanted, isKept := value[entry.Key.Value]
		switch {
		case !isKept:
			narrowed.members[entry.Key.Value] = &change{removed: true}
			continue
		case !means(entry.Value, wanted):
			narrowed.members[entry.Key.Value] = &change{replaced: true, value: wanted}
		}
		kept++
	}
	for _, key := range inOrder(value) {
		if node.Entry(key) == nil {
			narrowed.added = append(narrowed.added, member{key: key, value: value[key]})
		}
	}
	if kept > 0 {
		*c = *narrowed
		c.narrow(node)
	}
}

// hasForeign reports whether a mapping repeats keys or has members that do not stand in it.
func hasForeign(node *syntax.Node) bool {
	seen := map[string]bool{}
	for _, entry := range node.Entries {
		if seen[entry.Key.Value] || entry.Key.Start < node.Start || entry.Key.Start >= node.End {
			return true
		}
		seen[entry.Key.Value] = true
	}
	return false
}

// narrowList finds the items that stay. Where new items would have to go in between, the list is replaced as a
// whole, unless it has as many items as before.
func (c *change) narrowList(node *syntax.Node, value []any) {
	if node.Kind != syntax.Sequence || node.Tag != "" || len(node.Items) == 0 {
		return
	}
	narrowed := &change{key: c.key, items: map[int]*change{}}
	next := 0
	for i, item := range node.Items {
		switch {
		case len(value) == len(node.Items):
			if !means(item, value[i]) {
				narrowed.items[i] = &change{replaced: true, value: value[i]}
			}
			next++
		case next < len(value) && means(item, value[next]):
			next++
		default:
			narrowed.items[i] = &change{removed: true}
		}
	}
	if next == 0 {
		return
	}
	narrowed.appended = value[next:]
	*c = *narrowed
	c.narrow(node)
}

// isVoid reports whether a node is a null, which a new member makes a mapping.
func isVoid(node *syntax.Node) bool {
	return node.IsNull() && node.Tag == ""
}

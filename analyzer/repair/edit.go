package repair

import (
	"slices"
	"strconv"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// place is a node of the document, or where one would be.
type place struct {
	at source.At
	// steps lead to it from the document.
	steps []string
	value *value.Value
}

func (p place) child(key string) place {
	return place{at: p.at.Child(key), steps: p.deeper(key), value: p.value.Get(key)}
}

// item returns the item with the index, or where one more would be.
func (p place) item(index int) place {
	child := place{at: p.at.Item(index), steps: p.deeper(strconv.Itoa(index))}
	if p.value.Is(value.List) && index < len(p.value.Items) {
		child.value = p.value.Items[index]
	}
	return child
}

func (p place) deeper(step string) []string {
	return append(slices.Clone(p.steps), step)
}

// members returns the items of a list, or the place itself for a single one.
func (p place) members() []place {
	if !p.value.Is(value.List) {
		if p.value == nil || p.value.Kind == value.Null {
			return nil
		}
		return []place{p}
	}
	var all []place
	for i := range p.value.Items {
		all = append(all, p.item(i))
	}
	return all
}

// end returns where one more item of a list would be.
func (p place) end() place {
	return p.item(len(p.value.Items))
}

// term is something to write, and what it means once the template is deployed.
type term struct {
	written any
	means   *value.Value
}

func literal(text string) term {
	return term{written: text, means: &value.Value{Kind: value.String, Text: text}}
}

func list(items ...term) term {
	all, means := []any{}, &value.Value{Kind: value.List}
	for _, item := range items {
		all, means.Items = append(all, item.written), append(means.Items, item.means)
	}
	return term{written: all, means: means}
}

// member is a key of an object.
type member struct {
	key  string
	term term
}

func object(members ...member) term {
	all, means := map[string]any{}, &value.Value{Kind: value.Map}
	for _, each := range members {
		all[each.key] = each.term.written
		means.Fields = append(means.Fields, value.Field{Key: each.key, Value: each.term.means})
	}
	return term{written: all, means: means}
}

// edit changes one node.
type edit struct {
	op   string
	on   place
	term term
}

func add(on place, what term) edit {
	return edit{op: "add", on: on, term: what}
}

func replace(on place, what term) edit {
	return edit{op: "replace", on: on, term: what}
}

func remove(on place) edit {
	return edit{op: "remove", on: on}
}

// written returns the edits as rules and files know them.
func written(edits []edit) []Edit {
	all := make([]Edit, 0, len(edits))
	for _, each := range edits {
		all = append(all, Edit{Op: each.op, At: each.on.at, Value: each.term.written})
	}
	return all
}

// apply returns the document with the edits, made in their order. Nodes keep their handles.
func apply(root *value.Value, edits []edit) *value.Value {
	for _, each := range edits {
		root = changed(root, each.on.steps, each)
	}
	return root
}

// changed returns a copy of the node with the change that the steps lead to.
func changed(node *value.Value, steps []string, by edit) *value.Value {
	if len(steps) == 0 {
		return placed(by.term.means, by.on.at)
	}
	made := *node
	if node.Kind == value.List {
		made.Items = changedItems(node.Items, steps, by)
	} else {
		made.Fields = changedFields(node.Fields, steps, by)
	}
	return &made
}

func changedItems(items []*value.Value, steps []string, by edit) []*value.Value {
	index, err := strconv.Atoi(steps[0])
	isNew := by.op == "add" && len(steps) == 1
	if err != nil || index > len(items) || index == len(items) && !isNew {
		return items
	}
	items = slices.Clone(items)
	switch {
	case len(steps) > 1 || by.op == "replace":
		items[index] = changed(items[index], steps[1:], by)
	case by.op == "remove":
		items = slices.Delete(items, index, index+1)
	default:
		items = slices.Insert(items, index, placed(by.term.means, by.on.at))
	}
	return items
}

func changedFields(fields []value.Field, steps []string, by edit) []value.Field {
	fields = slices.Clone(fields)
	index := slices.IndexFunc(fields, func(field value.Field) bool { return field.Key == steps[0] })
	switch {
	case index < 0 && len(steps) == 1:
		return append(fields, value.Field{Key: steps[0], Value: placed(by.term.means, by.on.at)})
	case index < 0:
		return fields
	case len(steps) == 1 && by.op == "remove":
		return slices.Delete(fields, index, index+1)
	default:
		fields[index].Value = changed(fields[index].Value, steps[1:], by)
		return fields
	}
}

// placed returns the value with a handle, so that what is read from it has one.
func placed(v *value.Value, at source.At) *value.Value {
	made := *v
	made.At = at
	made.Items = slices.Clone(v.Items)
	for i, item := range v.Items {
		made.Items[i] = placed(item, at.Item(i))
	}
	made.Fields = slices.Clone(v.Fields)
	for i, field := range v.Fields {
		made.Fields[i].Value = placed(field.Value, at.Child(field.Key))
	}
	return &made
}

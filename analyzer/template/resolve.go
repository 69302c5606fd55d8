package template

import (
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// maxDepth bounds how deep values nest: deeper than CloudFormation takes, shallower than the stack.
const maxDepth = 1000

// resolve returns what a node means, or nil for AWS::NoValue, which removes its place. The key is
// the one the node stands under, nil for items; at is the place in the resolved document.
func (r *reader) resolve(key, node *syntax.Node, at source.At) *value.Value {
	if r.depth >= maxDepth || !r.spend(1, len(at)) {
		return r.cut(key, node, at)
	}
	r.depth++
	defer func() { r.depth-- }()

	origin := value.Origin{Tree: r.tree, Key: key, Node: node}
	function, isCall := asCall(node)
	switch {
	case node == nil:
		return &value.Value{Kind: value.Null, At: at, Origin: origin}
	case isCall:
		result := r.call(key, function, at)
		if result != nil && !r.spend(len(result.Items)+len(result.Fields)+len(result.Parts)+len(result.Via), 0) {
			return r.cut(key, node, at)
		}
		return dynamic(place(result, at, origin))
	case node.Kind == syntax.Scalar:
		scalar := value.FromNode(r.tree, key, node, at)
		scalar.Via = r.traces[node]
		return dynamic(scalar)
	case node.Kind == syntax.Sequence:
		return r.list(node, at, origin)
	default:
		return r.mapping(node, at, origin)
	}
}

// cut stands for a value beyond the bounds.
func (r *reader) cut(key, node *syntax.Node, at source.At) *value.Value {
	reason := "the value nests too deeply"
	if r.depth < maxDepth {
		reason = tooMuch
	}
	origin := value.Origin{Tree: r.tree, Key: key, Node: node}
	return &value.Value{Kind: value.Unresolved, Reason: reason, At: at, Origin: origin}
}

func (r *reader) list(node *syntax.Node, at source.At, origin value.Origin) *value.Value {
	list := &value.Value{Kind: value.List, At: at, Origin: origin}
	for _, item := range node.Items {
		if r.spent > maxValues {
			return r.cut(origin.Key, node, at)
		}
		if v := r.resolve(nil, item, at.Item(len(list.Items))); v != nil {
			list.Items = append(list.Items, v)
		}
	}
	return list
}

func (r *reader) mapping(node *syntax.Node, at source.At, origin value.Origin) *value.Value {
	fields := &value.Value{Kind: value.Map, At: at, Origin: origin}
	entries, unknown := r.unroll(node)
	if unknown != "" {
		return &value.Value{Kind: value.Unresolved, Reason: unknown, At: at, Origin: origin}
	}
	for _, entry := range entries {
		if r.spent > maxValues {
			return r.cut(origin.Key, node, at)
		}
		name := entry.Key.Value
		if v := r.resolve(entry.Key, entry.Value, at.Child(name)); v != nil {
			fields.Fields = append(fields.Fields, value.Field{Key: name, Value: v})
		}
	}
	return fields
}

// place puts the result of a function where the function stands: the handle is that of the place,
// the text is the function's unless the result brought a text of its own, such as a branch of
// Fn::If.
func place(v *value.Value, at source.At, origin value.Origin) *value.Value {
	if v == nil {
		return nil
	}
	placed := *v
	if placed.Origin.Node == nil || placed.At != at {
		placed.Origin = origin
	}
	placed.At = at
	switch placed.Kind {
	case value.List:
		placed.Items = make([]*value.Value, len(v.Items))
		for i, item := range v.Items {
			placed.Items[i] = moved(item, at.Item(i))
		}
	case value.Map:
		placed.Fields = make([]value.Field, len(v.Fields))
		for i, field := range v.Fields {
			placed.Fields[i] = value.Field{Key: field.Key, Value: moved(field.Value, at.Child(field.Key))}
		}
	case value.Null, value.Bool, value.Number, value.String, value.Reference, value.Text, value.Unresolved:
	}
	return &placed
}

// moved returns the value with the handle at, as part of a function's result. Its own text is kept
// only when it was resolved at that very place.
func moved(v *value.Value, at source.At) *value.Value {
	if v.At == at {
		return v
	}
	return place(v, at, value.Origin{})
}

func unresolved(reason string) *value.Value {
	return &value.Value{Kind: value.Unresolved, Reason: reason}
}

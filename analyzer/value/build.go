package value

import (
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// number matches what the YAML 1.2 core schema and JSON both read as a number. Texts with a leading
// zero stay strings: YAML 1.1 would read 000500 as octal, and account ids are no numbers.
var number = regexp.MustCompile(`^[-+]?(0|[1-9][0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?$`)

// FromNode returns the value of a node that holds no intrinsic functions, such as a policy in a
// file of its own. A tag other than YAML's own makes a value Unresolved. The handle is that of node.
func FromNode(tree *syntax.Tree, key, node *syntax.Node, at source.At) *Value {
	v := &Value{At: at, Origin: Origin{Tree: tree, Key: key, Node: node}}
	switch {
	case node == nil:
		v.Kind = Null
	case strings.HasPrefix(node.Tag, "!") && !strings.HasPrefix(node.Tag, "!!"):
		v.Kind, v.Reason = Unresolved, "the tag "+node.Tag+" has no meaning outside a template"
	case node.Kind == syntax.Scalar:
		v.Kind, v.Text = ScalarKind(node), node.Value
	case node.Kind == syntax.Sequence:
		v.Kind = List
		for i, item := range node.Items {
			v.Items = append(v.Items, FromNode(tree, nil, item, at.Item(i)))
		}
	default:
		v.Kind = Map
		for _, entry := range Members(node) {
			key := entry.Key.Value
			v.Fields = append(v.Fields, Field{Key: key, Value: FromNode(tree, entry.Key, entry.Value, at.Child(key))})
		}
	}
	if v.Kind == Bool {
		v.Text = strings.ToLower(v.Text)
	}
	return v
}

// ScalarKind returns the kind that a scalar has by its spelling: Null, Bool, Number or String.
func ScalarKind(node *syntax.Node) Kind {
	switch {
	case node.IsNull():
		return Null
	case node.Style != syntax.Plain || node.Tag == "!!str":
		return String
	}
	switch node.Value {
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return Bool
	}
	if mayBeNumber(node.Value) && number.MatchString(node.Value) {
		return Number
	}
	return String
}

// mayBeNumber spares most texts the regular expression.
func mayBeNumber(text string) bool {
	return text != "" && strings.IndexByte("+-0123456789", text[0]) >= 0
}

// Members returns the members of a mapping that are in force: the last one where a key is repeated,
// at the place of the first. They may be the node's own and are not to be changed.
func Members(node *syntax.Node) []syntax.Entry {
	if !node.Repeats() {
		return slices.Clip(node.Entries)
	}
	index := make(map[string]int, len(node.Entries))
	members := make([]syntax.Entry, 0, len(node.Entries))
	for _, entry := range node.Entries {
		if i, repeated := index[entry.Key.Value]; repeated {
			members[i] = entry
			continue
		}
		index[entry.Key.Value] = len(members)
		members = append(members, entry)
	}
	return members
}

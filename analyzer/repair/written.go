package repair

import (
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// areWritten reports whether what the edits change stands in the file as the resolved document has it. What a
// function, a loop, an included file or a parameter gives is not changed: that would write what is meant for
// one case over what is there for the others.
func (f *finder) areWritten(edits []edit) bool {
	if f.root.value.Origin.Tree == nil {
		return true // the document was made from no file
	}
	return !slices.ContainsFunc(edits, func(each edit) bool { return !f.isWritten(each) })
}

func (f *finder) isWritten(by edit) bool {
	origin := f.root.value.Origin
	node := origin.Tree.Root
	for _, step := range f.root.at.Steps() {
		node = childOf(node, step)
	}
	if node != origin.Node {
		return false
	}
	v := f.root.value
	for _, step := range by.on.steps {
		if !isContainer(v) {
			return false
		}
		node = childOf(v.Origin.Node, step)
		if v = memberOf(v, step); v == nil || node != v.Origin.Node {
			return v == nil && node == nil && by.op == "add"
		}
	}
	return f.isPlain(v)
}

// isPlain reports whether all of a value stands in the file as it is, so that nothing is lost when it is
// written anew.
func (f *finder) isPlain(v *value.Value) bool {
	switch {
	case v.Kind != value.List && v.Kind != value.Map:
		return f.isText(v)
	case !isContainer(v) || len(v.Items)+len(v.Fields) != len(v.Origin.Node.Items)+len(v.Origin.Node.Entries):
		return false
	}
	for i, item := range v.Items {
		if item.Origin.Node != v.Origin.Node.Items[i] || !f.isPlain(item) {
			return false
		}
	}
	return !slices.ContainsFunc(v.Fields, func(field value.Field) bool {
		return field.Value.Origin.Node != v.Origin.Node.Get(field.Key) || !f.isPlain(field.Value)
	})
}

// isText reports whether the value of a scalar is its text alone, or a function that says the same in all cases of
// one deployment: a reference to a resource or a pseudo parameter, or Fn::Sub of them. Others leave steps.
func (f *finder) isText(v *value.Value) bool {
	node := v.Origin.Node
	switch {
	case node == nil || len(v.Via) > 0:
		return false
	case node.Kind == syntax.Scalar && !isCustom(node.Tag):
		return true
	case v.Kind == value.Reference && (argumentOf(node, "Ref") != nil || argumentOf(node, "Fn::GetAtt") != nil):
		return true
	case v.Kind == value.Unresolved && strings.HasPrefix(v.Symbol, "AWS::") && argumentOf(node, "Ref") != nil:
		return true
	}
	argument := argumentOf(node, "Fn::Sub")
	_, isWritable := f.shapeOf(v)
	return isWritable && argument != nil && argument.Kind == syntax.Scalar
}

// argumentOf returns the argument of a function in either form, nil for what is not that function.
func argumentOf(node *syntax.Node, function string) *syntax.Node {
	if node.Tag == "!"+strings.TrimPrefix(function, "Fn::") {
		return node
	}
	return node.Get(function)
}

// isContainer reports whether a list or a mapping has its members from its own text, one for one where their
// order counts.
func isContainer(v *value.Value) bool {
	node := v.Origin.Node
	switch {
	case node == nil || len(v.Via) > 0 || isCustom(node.Tag):
		return false
	case v.Kind == value.List:
		return node.Kind == syntax.Sequence && len(node.Items) == len(v.Items)
	}
	return v.Kind == value.Map && node.Kind == syntax.Mapping &&
		!slices.ContainsFunc(node.Entries, func(entry syntax.Entry) bool {
			return entry.Key.Value == "Ref" || strings.HasPrefix(entry.Key.Value, "Fn::")
		})
}

// isCustom reports whether a tag is the short form of a function.
func isCustom(tag string) bool {
	return strings.HasPrefix(tag, "!") && !strings.HasPrefix(tag, "!!")
}

// childOf returns what a step leads to in the text, nil for nothing.
func childOf(node *syntax.Node, step string) *syntax.Node {
	if node == nil || node.Kind != syntax.Sequence {
		return node.Get(step)
	}
	index, err := strconv.Atoi(step)
	if err != nil || index >= len(node.Items) {
		return nil
	}
	return node.Items[index]
}

// memberOf returns what a step leads to in the document, nil for nothing.
func memberOf(v *value.Value, step string) *value.Value {
	if v.Kind != value.List {
		return v.Get(step)
	}
	index, err := strconv.Atoi(step)
	if err != nil || index >= len(v.Items) {
		return nil
	}
	return v.Items[index]
}

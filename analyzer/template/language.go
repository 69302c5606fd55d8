package template

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// length is Fn::Length of AWS::LanguageExtensions: how many items a list has.
func (r *reader) length(function call, at source.At) *value.Value {
	list := r.resolve(nil, function.argument, at)
	switch {
	case list == nil:
		return malformed(function)
	case list.Kind == value.Unresolved, list.Kind == value.Reference:
		return r.opaque(function.name, list)
	case list.Kind != value.List:
		return malformed(function)
	}
	if slices.ContainsFunc(list.Items, mayVanish) {
		return unresolved("the list of Fn::Length hangs on a condition that can't be decided")
	}
	return &value.Value{Kind: value.Number, Text: strconv.Itoa(len(list.Items)), Via: list.Via}
}

// toJSON is Fn::ToJsonString of AWS::LanguageExtensions: a mapping or list as JSON without white space.
// What is not known in it may be a text, a list or nothing at all, so then the whole is not known.
func (r *reader) toJSON(function call, at source.At) *value.Value {
	argument := r.resolve(nil, function.argument, at)
	if !argument.Is(value.Map) && !argument.Is(value.List) {
		if argument.Is(value.Unresolved) || argument.Is(value.Reference) {
			return r.opaque(function.name, argument)
		}
		return malformed(function)
	}
	if !argument.Known() {
		return unresolved("Fn::ToJsonString of a value that is not known as a whole")
	}
	var written strings.Builder
	writeJSON(&written, argument)
	if !r.spend(0, written.Len()) {
		return unresolved(tooMuch)
	}
	return value.OfText(written.String())
}

// writeJSON writes a value that is wholly known.
func writeJSON(to *strings.Builder, v *value.Value) {
	switch v.Kind {
	case value.Map:
		for i, field := range v.Fields {
			to.WriteByte("{,"[min(i, 1)])
			writeText(to, field.Key)
			to.WriteByte(':')
			writeJSON(to, field.Value)
		}
		if len(v.Fields) == 0 {
			to.WriteByte('{')
		}
		to.WriteByte('}')
	case value.List:
		for i, item := range v.Items {
			to.WriteByte("[,"[min(i, 1)])
			writeJSON(to, item)
		}
		if len(v.Items) == 0 {
			to.WriteByte('[')
		}
		to.WriteByte(']')
	case value.Null:
		to.WriteString("null")
	case value.Bool, value.Number:
		if json.Valid([]byte(v.Text)) {
			to.WriteString(v.Text)
			return
		}
		writeText(to, v.Text)
	case value.String, value.Reference, value.Text, value.Unresolved:
		writeText(to, v.Text)
	}
}

// writeText writes a JSON string; other than encoding/json by default it leaves <, > and & as they are.
func writeText(to *strings.Builder, text string) {
	var line strings.Builder
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err == nil {
		to.WriteString(strings.TrimSuffix(line.String(), "\n"))
	}
}

// refAll is the rule function Fn::RefAll: the values of all parameters of a type, as in
// "AWS::EC2::VPC::Id".
func (r *reader) refAll(function call, at source.At) *value.Value {
	wanted, ok := r.resolve(nil, function.argument, at).Literal()
	if !ok {
		return malformed(function)
	}
	list := &value.Value{Kind: value.List}
	for _, member := range r.section("Parameters") {
		kind := scalarText(member.Value.Get("Type"))
		if kind == wanted || kind == "List<"+wanted+">" {
			list.Items = append(list.Items, r.parameter(member.Key.Value, member.Value).List()...)
		}
	}
	return list
}

// members resolves an argument of a rule function that is a list. It reports false where its items are
// not known.
func (c *conditions) members(node *syntax.Node, at source.At) ([]*value.Value, bool) {
	list := c.reader.resolve(nil, node, at)
	if !list.Is(value.List) {
		text, ok := list.Literal()
		return []*value.Value{{Kind: value.String, Text: text}}, ok
	}
	return list.Items, true
}

// compareMembers answers the rule functions Fn::Contains, Fn::EachMemberEquals and Fn::EachMemberIn.
func (c *conditions) compareMembers(function call, at source.At) value.Truth {
	items, ok := function.arguments(2)
	if !ok {
		return value.Undecided
	}
	c.reader.comparing++
	defer func() { c.reader.comparing-- }()
	left, leftKnown := c.members(items[0], at)
	right, rightKnown := c.members(items[1], at)
	if !leftKnown || !rightKnown {
		return value.Undecided
	}
	switch function.name {
	case "Fn::Contains": // does the list on the left have the text on the right?
		return each(right, left)
	case "Fn::EachMemberEquals":
		if len(right) != 1 {
			return value.Undecided
		}
		return each(left, right)
	default:
		return each(left, right)
	}
}

// each answers whether every value is one of the list.
func each(values, list []*value.Value) value.Truth {
	all := value.Yes
	for _, v := range values {
		found := value.No
		for _, candidate := range list {
			found = found.Or(value.Same(v, candidate))
		}
		all = all.And(found)
	}
	return all
}

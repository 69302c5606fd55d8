package model

import (
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The operations of an edit that Written tells apart; the third is "replace".
const (
	opAdd    = "add"
	opRemove = "remove"
)

// Written returns the handle of an edit as the text has it, whose items are counted as they stand there, branches of
// Fn::If and AWS::NoValue included. Where the edit would not change what the rule means, it returns the reason
// why, in a phrase that reads after "not written:": what a function, a loop, an included file, an alias or a
// parameter gives is meant for other cases, too.
func (d *Document) Written(op string, at source.At) (written source.At, refusal string) {
	member, ok := d.member(at)
	if _, isProblem := at.Problem(); !ok || isProblem || member.Tree.Root == nil {
		return "", "the place is no node of a file that parses"
	}
	if _, isKey := at.KeyMark(); isKey {
		return "", "a key can't be changed by itself"
	}
	w := &writing{tree: member.Tree, node: member.Tree.Root, resolved: member.Policy, at: source.NewAt(at.File())}
	if member.Template != nil {
		w.resolved = member.Template.Body
	}
	steps := at.Steps()
	for i, step := range steps {
		isLast := i == len(steps)-1
		isNew, reason := w.step(step, op == opAdd, isLast)
		if reason != "" {
			return "", reason
		}
		if isNew {
			return w.rest(steps[i:]), ""
		}
	}
	if reason := w.target(op); reason != "" {
		return "", reason
	}
	return w.at, ""
}

// writing follows the steps of a handle through the text and through the resolved document at once.
type writing struct {
	tree *syntax.Tree
	node *syntax.Node
	// resolved is nil where only the text is left.
	resolved *value.Value
	at       source.At
}

// rest returns the handle with steps that lead to what is not there yet.
func (w *writing) rest(steps []string) source.At {
	at := w.at
	for i, step := range steps {
		if i == 0 && w.node.Kind == syntax.Sequence {
			step = strconv.Itoa(len(w.node.Items))
		}
		at = at.Child(step)
	}
	return at
}

// step goes one step down, or says that an edit which adds has come to where it does.
func (w *writing) step(step string, adds, isLast bool) (isNew bool, refusal string) {
	if reason := shared(w.tree, w.node); reason != "" {
		return false, reason
	}
	if function := functionOf(w.node); function != "" {
		return false, function + " decides what stands there"
	}
	switch {
	case w.node.Kind == syntax.Mapping:
		return w.member(step, adds, isLast)
	case w.node.Kind == syntax.Sequence:
		return w.item(step, adds, isLast)
	case adds && w.node.IsNull():
		return true, ""
	default:
		return false, "a single value stands there, which has no members"
	}
}

func (w *writing) member(step string, adds, isLast bool) (isNew bool, refusal string) {
	entry, next := w.node.Entry(step), child(w.resolved, step)
	switch {
	case entry == nil && next != nil:
		return false, w.maker()
	case entry == nil && adds:
		return true, ""
	case entry == nil:
		return false, "it is not there"
	case entry.Key.Start < w.node.Start || entry.Key.Start >= w.node.End:
		return false, "a merge key brings it from another place"
	case count(w.node, step) > 1:
		return false, "its key stands there more than once"
	case adds && isLast && !entry.Value.IsNull():
		return false, "it is there already"
	}
	w.at = w.at.Child(step)
	return false, w.move(entry.Value, next)
}

func (w *writing) item(step string, adds, isLast bool) (isNew bool, refusal string) {
	length := len(w.node.Items)
	isList := w.resolved.Is(value.List)
	if isList {
		length = len(w.resolved.Items)
	}
	number, err := strconv.Atoi(step)
	switch {
	case err != nil || number < 0:
		return false, "a list has no member " + strconv.Quote(step)
	case adds && isLast && number >= length:
		return true, ""
	case adds && isLast:
		return false, "an item can only be added at the end of a list"
	case number >= length:
		return false, "it is not there"
	case !isList:
		w.at = w.at.Item(number)
		return false, w.move(w.node.Items[number], nil)
	}
	next := w.resolved.Items[number]
	index := slices.Index(w.node.Items, next.Origin.Node)
	if index < 0 {
		return false, w.maker()
	}
	w.at = w.at.Item(index)
	return false, w.move(w.node.Items[index], next)
}

// move goes to a node, which the resolved value must come from.
func (w *writing) move(node *syntax.Node, next *value.Value) (refusal string) {
	if next != nil && next.Origin.Node != nil && next.Origin.Node != node {
		if function := functionOf(node); function != "" {
			return function + " decides what stands there"
		}
		return w.maker()
	}
	w.node, w.resolved = node, next
	return ""
}

// maker says what makes a member of the node that does not stand there.
func (w *writing) maker() string {
	for _, entry := range w.node.Entries {
		if name, isFunction := strings.CutPrefix(entry.Key.Value, "Fn::"); isFunction {
			name, _, _ = strings.Cut(name, "::")
			return "Fn::" + name + " makes it"
		}
	}
	for _, item := range w.node.Items {
		if function := functionOf(item); function != "" && function != "Ref" {
			return function + " decides what stands there"
		}
	}
	return "it does not stand there itself"
}

// target returns why a node can't be taken away or replaced, "" when it can.
func (w *writing) target(op string) (refusal string) {
	reason := ""
	switch {
	case op == opAdd && w.node.IsNull():
		return shared(w.tree, w.node)
	case op == opAdd:
		return "it is there already"
	case op != opRemove:
		reason = given(w.resolved)
	}
	if reason != "" {
		return reason
	}
	walk(w.node, func(node *syntax.Node) bool {
		if reason = shared(w.tree, node); reason == "" {
			switch function := functionOf(node); function {
			case "Fn::If", "Fn::Transform", "Fn::ForEach":
				reason = function + " decides what stands there"
			}
		}
		return reason == ""
	})
	return reason
}

// given names the parameter, or what else, that a value comes from; "" for one that is all in its text.
func given(v *value.Value) string {
	if v == nil {
		return ""
	}
	if len(v.Via) > 0 {
		return "the value is the " + v.Via[0].Message
	}
	for _, item := range v.Items {
		if reason := given(item); reason != "" {
			return reason
		}
	}
	for _, field := range v.Fields {
		if reason := given(field.Value); reason != "" {
			return reason
		}
	}
	return ""
}

// walk visits a node and what is below it as long as the visitor says so.
func walk(node *syntax.Node, visit func(*syntax.Node) bool) {
	if node == nil || !visit(node) {
		return
	}
	for _, entry := range node.Entries {
		walk(entry.Value, visit)
	}
	for _, item := range node.Items {
		walk(item, visit)
	}
}

// functionOf returns the intrinsic function that a node is, as in "Fn::If"; "" for none. A mapping with
// Fn::Transform beside other members is changed by it as a whole.
func functionOf(node *syntax.Node) string {
	if tag, isShort := strings.CutPrefix(node.Tag, "!"); isShort && !strings.HasPrefix(tag, "!") {
		if tag == "Ref" || tag == "Condition" {
			return tag
		}
		return "Fn::" + tag
	}
	for _, entry := range node.Entries {
		key := entry.Key.Value
		switch {
		case key == "Fn::Transform", len(node.Entries) == 1 && (key == "Ref" || isFunction(key)):
			return key
		}
	}
	return ""
}

// isFunction reports whether a key is that of a function, and not that of a loop, which stands beside other
// members.
func isFunction(key string) bool {
	return strings.HasPrefix(key, "Fn::") && !strings.HasPrefix(key, "Fn::ForEach")
}

// shared returns why a node stands for more than itself, "" when it doesn't.
func shared(tree *syntax.Tree, node *syntax.Node) string {
	if node.End > len(tree.File.Content) || node.Start >= node.End {
		return ""
	}
	text := tree.File.Content[node.Start:node.End]
	switch {
	case node.Style == syntax.DoubleQuoted || node.Style == syntax.SingleQuoted:
		if text[0] == '"' || text[0] == '\'' {
			return ""
		}
	case text[0] == '{' || text[0] == '[':
		return ""
	}
	for word := range strings.FieldsSeq(string(text[:min(len(text), maxProperties)])) {
		switch word[0] {
		case '*':
			return "the alias " + word + " stands there"
		case '&':
			return "aliases share the anchor " + word
		case '!':
			continue
		}
		break
	}
	return ""
}

// maxProperties is how far the tag and the anchor of a node are looked for, in bytes.
const maxProperties = 512

func count(node *syntax.Node, key string) int {
	number := 0
	for _, entry := range node.Entries {
		if entry.Key.Value == key {
			number++
		}
	}
	return number
}

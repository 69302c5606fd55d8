package template

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// call is an intrinsic function with its argument, in one form for `!Sub x`, `Fn::Sub: x` and
// `{"Fn::Sub": x}`.
type call struct {
	// name is "Ref", "Condition" or the long form, as in "Fn::Sub".
	name string
	// argument is the function's argument, without the tag of the short form.
	argument *syntax.Node
	// written is the function as it stands in the text.
	written *syntax.Node
}

// asCall returns the intrinsic function that a node is, if it is one. A mapping is one only when it
// holds nothing else, as CloudFormation has it.
func asCall(node *syntax.Node) (call, bool) {
	name := functionName(node)
	switch {
	case name == "":
		return call{}, false
	case isShortForm(node):
		bare := *node
		bare.Tag = ""
		return call{name: name, argument: &bare, written: node}, true
	default:
		return call{name: name, argument: node.Entries[0].Value, written: node}, true
	}
}

func isCall(node *syntax.Node) bool {
	return functionName(node) != ""
}

// functionName returns the name of the intrinsic function that a node is, "" for other nodes. Other than
// asCall it makes nothing, which counts where every node is asked.
func functionName(node *syntax.Node) string {
	switch {
	case node == nil:
		return ""
	case isShortForm(node):
		return longForm(node.Tag[1:])
	case node.Kind == syntax.Mapping && len(node.Entries) == 1 && isFunctionName(node.Entries[0].Key.Value):
		return node.Entries[0].Key.Value
	default:
		return ""
	}
}

// isShortForm reports whether a node has a tag that is not one of YAML's own, as in "!Sub".
func isShortForm(node *syntax.Node) bool {
	return strings.HasPrefix(node.Tag, "!") && !strings.HasPrefix(node.Tag, "!!")
}

// isFunctionName reports whether a key names an intrinsic function. Condition is left out: as a key
// it is an intrinsic only inside other conditions, elsewhere an attribute.
func isFunctionName(key string) bool {
	return key == "Ref" || strings.HasPrefix(key, "Fn::") && !strings.HasPrefix(key, forEachPrefix)
}

// forEachPrefix starts the keys under which AWS::LanguageExtensions repeats its body.
const forEachPrefix = "Fn::ForEach"

// longForms are the long names of the short tags that are frequent, and of those that are spelled alike.
var longForms = map[string]string{
	"Ref": "Ref", "Condition": "Condition",
	"Sub": "Fn::Sub", "GetAtt": "Fn::GetAtt", "If": "Fn::If", "Equals": "Fn::Equals", "Not": "Fn::Not",
	"And": "Fn::And", "Or": "Fn::Or", "Join": "Fn::Join", "Select": "Fn::Select", "FindInMap": "Fn::FindInMap",
	"ImportValue": "Fn::ImportValue", "GetAZs": "Fn::GetAZs", "Base64": "Fn::Base64", "Cidr": "Fn::Cidr",
}

// longForm returns the long name of a short tag such as "Sub".
func longForm(tag string) string {
	if name, ok := longForms[tag]; ok {
		return name
	}
	return "Fn::" + tag
}

// arguments returns the items of a function's list argument, or nothing when there are fewer than
// the function needs.
func (c call) arguments(needed int) ([]*syntax.Node, bool) {
	if c.argument == nil || c.argument.Kind != syntax.Sequence || len(c.argument.Items) < needed {
		return nil, false
	}
	return c.argument.Items, true
}

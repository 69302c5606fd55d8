package fix

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// scalar is a single value in the form in which values are compared: what is written in quotes and what could only
// be text is text, everything else is what its letters spell.
type scalar struct {
	text     string
	isString bool
}

// plain returns a node as a value to compare: mappings and lists of Go with scalars, functions in their long form. Of
// a repeated key the last one counts.
func plain(node *syntax.Node) any {
	var value any
	switch node.Kind {
	case syntax.Mapping:
		members := make(map[string]any, len(node.Entries))
		for _, entry := range node.Entries {
			members[entry.Key.Value] = plain(entry.Value)
		}
		value = members
	case syntax.Sequence:
		items := make([]any, len(node.Items))
		for i, item := range node.Items {
			items[i] = plain(item)
		}
		value = items
	case syntax.Scalar:
		value = scalar{text: node.Value, isString: node.Style != syntax.Plain || !isAmbiguous(node.Value)}
		if node.IsNull() {
			value = scalar{text: "null"}
		}
	}
	if name := longName(node.Tag); name != "" {
		value = map[string]any{name: value}
	}
	if members, isMap := value.(map[string]any); isMap {
		splitAttribute(members)
	}
	return value
}

// splitAttribute gives Fn::GetAtt of one text the form of a list, so that its two forms are equal.
func splitAttribute(call map[string]any) {
	if text, isText := call["Fn::GetAtt"].(scalar); isText && len(call) == 1 {
		resource, attribute, _ := strings.Cut(text.text, ".")
		call["Fn::GetAtt"] = []any{scalar{text: resource, isString: true}, scalar{text: attribute, isString: true}}
	}
}

// longName returns the long form of a function's tag, "" for another tag.
func longName(tag string) string {
	name, isShort := strings.CutPrefix(tag, "!")
	switch {
	case !isShort || name == "" || strings.HasPrefix(name, "!") || strings.HasPrefix(name, "<"):
		return ""
	case name == "Ref", name == "Condition":
		return name
	default:
		return "Fn::" + name
	}
}

// normal returns a value to compare for a JSON value of a rule, or for one that is normal already.
func normal(value any) any {
	switch value := value.(type) {
	case nil:
		return scalar{text: "null"}
	case string:
		return scalar{text: value, isString: true}
	case bool, json.Number:
		return scalar{text: fmt.Sprint(value)}
	case float64:
		return scalar{text: strconv.FormatFloat(value, 'f', -1, 64)}
	case int:
		return scalar{text: strconv.Itoa(value)}
	case []any:
		items := make([]any, len(value))
		for i, item := range value {
			items[i] = normal(item)
		}
		return items
	case map[string]any:
		members := make(map[string]any, len(value))
		for key, member := range value {
			members[key] = normal(member)
		}
		splitAttribute(members)
		return members
	default:
		return value
	}
}

// same reports whether two values are equal, whichever of their forms they have.
func same(a, b any) bool {
	return reflect.DeepEqual(normal(a), normal(b))
}

// means reports whether a node says what the value does, for AWS, which takes true for "true" and 22 for "22".
func means(node *syntax.Node, value any) bool {
	return reflect.DeepEqual(loose(plain(node)), loose(normal(value)))
}

// loose returns a value to compare in which all single values but null are texts.
func loose(value any) any {
	switch value := value.(type) {
	case scalar:
		return scalar{text: value.text, isString: value.isString || value.text != "null"}
	case []any:
		items := make([]any, len(value))
		for i, item := range value {
			items[i] = loose(item)
		}
		return items
	case map[string]any:
		members := make(map[string]any, len(value))
		for key, member := range value {
			members[key] = loose(member)
		}
		return members
	default:
		return value
	}
}

// ambiguous matches plain scalars that some reader of YAML takes for something else than text: null, booleans,
// numbers, dates and sexagesimal numbers of YAML 1.1 (https://yaml.org/type/), and of 1.2 section 10.3.
var ambiguous = regexp.MustCompile(`^(?i:~|null|y|n|yes|no|on|off|true|false|=|<<|` +
	`[-+]?(\.inf|\.nan)|[-+]?0[xob][0-9a-f_]+|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|` +
	`[-+]?(\.[0-9]|[0-9])[0-9_.]*(e[-+]?[0-9]+)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([t \t].*)?)$`)

// isAmbiguous reports whether the text of a plain scalar may be read as something else than a text.
func isAmbiguous(text string) bool {
	return text == "" || ambiguous.MatchString(text)
}

// isCall reports whether a value is an intrinsic function in its long form.
func isCall(value any) bool {
	members, isMap := value.(map[string]any)
	if !isMap || len(members) != 1 {
		return false
	}
	for key := range members {
		return key == "Ref" || strings.HasPrefix(key, "Fn::")
	}
	return false
}

// isCallNode reports whether a node is an intrinsic function in either form.
func isCallNode(node *syntax.Node) bool {
	if longName(node.Tag) != "" {
		return true
	}
	return len(node.Entries) == 1 && (node.Entries[0].Key.Value == "Ref" ||
		strings.HasPrefix(node.Entries[0].Key.Value, "Fn::"))
}

// usualOrder is the order in which people write members that often stand together: those of a resource, of a tag, of
// a statement and of a rule of a security group. Others follow by name.
var usualOrder = []string{
	"Type", "Condition", "DependsOn", "Key", "Version", "Sid", "Effect", "Principal", "NotPrincipal",
	"Action", "NotAction", "Resource", "NotResource", "Statement", "Properties", "Value",
	"IpProtocol", "FromPort", "ToPort", "CidrIp", "CidrIpv6",
}

// inOrder returns the keys of a new mapping in the order in which they are written.
func inOrder(value map[string]any) []string {
	_, isStatement := value["Effect"]
	rank := func(key string) int {
		index := slices.Index(usualOrder, key)
		if index < 0 || isStatement && key == "Condition" {
			return len(usualOrder)
		}
		return index
	}
	return slices.SortedFunc(maps.Keys(value), func(a, b string) int {
		if by := rank(a) - rank(b); by != 0 {
			return by
		}
		return strings.Compare(a, b)
	})
}

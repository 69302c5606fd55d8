package picture

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// nameOf names a container for people: by its logical id, its literal id, or where its id comes from.
func nameOf(link stack.Link) string {
	if link.Name != "" {
		return link.Name
	}
	if text := symbolName(link.ID); text != "" {
		return text
	}
	return ""
}

// symbolName reads the symbol of a value that is not known: "parameter net.yaml#Subnet" is the parameter Subnet.
func symbolName(symbol string) string {
	if position, rest, ok := selected(symbol); ok {
		if strings.HasPrefix(rest, "zones of ") {
			return "zone " + strconv.Itoa(position+1)
		}
		if name := symbolName(rest); name != "" {
			return fmt.Sprintf("%s [%d]", name, position)
		}
		return ""
	}
	word, rest, found := strings.Cut(symbol, " ")
	if !found {
		_, name, isAttribute := strings.Cut(symbol, "#")
		if isAttribute {
			return strings.TrimSuffix(name, ".") // what Ref gives
		}
		return symbol
	}
	switch word {
	case "parameter", "name", "attribute":
		return rest[strings.LastIndex(rest, "#")+1:]
	case "import":
		return "import " + importName(rest)
	default:
		return ""
	}
}

// selected reads "Fn::Select 1 ?zones of ?AWS::Region".
func selected(symbol string) (position int, rest string, ok bool) {
	rest, ok = strings.CutPrefix(symbol, "Fn::Select ")
	if !ok {
		return 0, "", false
	}
	number, rest, ok := strings.Cut(rest, " ")
	position, err := strconv.Atoi(number)
	return position, strings.TrimPrefix(rest, "?"), ok && err == nil && position >= 0
}

// importName reads the identity of an export's name, in which "=" stands before literal parts, "?" before those
// that are not known and "+" before each of several.
func importName(identity string) string {
	if literal, ok := strings.CutPrefix(identity, "="); ok {
		return literal
	}
	if last := strings.LastIndex(identity, "+="); last >= 0 {
		return "..." + identity[last+2:]
	}
	return ""
}

// zoneName names the zone of a subnet; empty where it is not given.
func zoneName(v *value.Value) string {
	if v == nil {
		return ""
	}
	if text, ok := v.Literal(); ok {
		return text
	}
	switch v.Kind {
	case value.Unresolved:
		return symbolName(v.Symbol)
	case value.Text:
		// The zone's letter after the Region, as in "${AWS::Region}a".
		if last, ok := v.Parts[len(v.Parts)-1].Literal(); ok && len(v.Parts) == 2 {
			return "zone " + last
		}
	case value.Reference, value.Null, value.Bool, value.Number, value.String, value.List, value.Map:
	}
	return ""
}

// plural puts a number before a word.
func plural(count int, word string) string {
	if count == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", count, word)
}

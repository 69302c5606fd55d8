package policy

import (
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// placeholderSymbol begins the symbols of placeholders; the placeholder as written follows.
const placeholderSymbol = "placeholder "

// placeholder matches what people and tools leave in a policy file to be filled in: ${account_id},
// {{ account }}, <ACCOUNT_ID> and [ROLE]. None of it is valid in a principal, nor in the name of an
// action, a bucket or a queue.
var placeholder = regexp.MustCompile(`\$\{[^{}]*\}|\{\{[^{}]*\}\}|<[^<>]*>|\[[^\[\]]*\]`)

// listElements are those that list principals, actions and resources. A placeholder in one can decide a
// verdict.
var listElements = []string{
	"Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource",
}

// ParseFile is Parse for a document in a file of its own, which is often filled in before it is used:
// placeholders in it are unresolved.
func ParseFile(v *value.Value) *Document {
	if !v.Is(value.Map) {
		return Parse(v)
	}
	document := *v
	document.Fields = slices.Clone(v.Fields)
	for i, field := range document.Fields {
		if field.Key == "Statement" {
			document.Fields[i].Value = inStatements(field.Value)
		}
	}
	return Parse(&document)
}

func inStatements(v *value.Value) *value.Value {
	switch {
	case v.Is(value.List):
		return mapped(v, inStatements)
	case !v.Is(value.Map):
		return v
	}
	statement := *v
	statement.Fields = slices.Clone(v.Fields)
	for i, field := range statement.Fields {
		if slices.Contains(listElements, field.Key) {
			statement.Fields[i].Value = inElement(field.Value)
		}
	}
	return &statement
}

// inElement cuts the placeholders out of all texts of an element.
func inElement(v *value.Value) *value.Value {
	text, isLiteral := v.Literal()
	if !isLiteral {
		return mapped(v, inElement)
	}
	found := placeholder.FindAllStringIndex(text, -1)
	found = slices.DeleteFunc(found, func(span []int) bool { return variable.MatchString(text[span[0]:span[1]]) })
	if len(found) == 0 {
		return v
	}
	var parts []*value.Value
	end := 0
	for _, span := range found {
		written := text[span[0]:span[1]]
		parts = append(parts, value.OfText(text[end:span[0]]), &value.Value{
			Kind: value.Unresolved, At: v.At,
			Symbol: placeholderSymbol + written, Reason: written + " is a placeholder",
		})
		end = span[1]
	}
	joined := value.Join(append(parts, value.OfText(text[end:]))...)
	joined.At, joined.Origin, joined.Via = v.At, v.Origin, v.Via
	return joined
}

// variable matches a policy variable, whose name is that of a condition key, perhaps with a default, and
// the escape of a special character (IAM User Guide, policy variables). Whether the document knows
// variables is left to Parse.
var variable = regexp.MustCompile(`^\$\{(?:[\w.-]+:[\w/.@+=-]+(?: *, *'[^']*')?|[*?$])\}$`)

// mapped returns a list or a map with something done to what it holds; other values come back as they
// are.
func mapped(v *value.Value, change func(*value.Value) *value.Value) *value.Value {
	if !v.Is(value.List) && !v.Is(value.Map) {
		return v
	}
	changed := *v
	changed.Items, changed.Fields = slices.Clone(v.Items), slices.Clone(v.Fields)
	for i, item := range changed.Items {
		changed.Items[i] = change(item)
	}
	for i, field := range changed.Fields {
		changed.Fields[i].Value = change(field.Value)
	}
	return &changed
}

// Placeholder returns the first placeholder in a value of a document that [ParseFile] read; nil for
// none.
func Placeholder(v *value.Value) *value.Value {
	for _, part := range v.Pieces() {
		if part.Kind == value.Unresolved && strings.HasPrefix(part.Symbol, placeholderSymbol) {
			return part
		}
	}
	return nil
}

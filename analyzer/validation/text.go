package validation

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// literal returns the text of a scalar that is sure to be that: not one that rests on the default of a
// parameter, and not one with a placeholder.
func (c *checker) literal(v *value.Value) (text string, ok bool) {
	text, ok = v.Literal()
	if !ok {
		return "", false
	}
	if _, assumed := policy.Assumed(v); assumed {
		return "", false
	}
	if c.use.File && isUnfilled(text) {
		return "", false
	}
	return text, true
}

// isUnfilled reports whether a text of a file holds a placeholder, those in plain braces included: no
// value of a policy has braces but around variables.
func isUnfilled(text string) bool {
	return policy.Unfilled(text) || strings.Contains(strings.ReplaceAll(text, "${", ""), "{")
}

// literals returns those items of a list, or the one value, that are literal.
func (c *checker) literals(v *value.Value) []literal {
	var found []literal
	for _, item := range v.List() {
		if text, ok := c.literal(item); ok {
			found = append(found, literal{Value: item, text: text})
		}
	}
	return found
}

// literal is a value with its text.
type literal struct {
	*value.Value

	text string
}

// allLiteral reports whether nothing in the list is symbolic, assumed or a placeholder.
func (c *checker) allLiteral(v *value.Value) bool {
	return len(c.literals(v)) == len(v.List())
}

// hidden stands in a text for a part that is not literal. It is no character of any policy.
const hidden = "\x00"

// visible returns the text of a value with its literal parts and, in a file, those placeholders as written
// that have the form of a variable. Other parts are hidden.
func (c *checker) visible(v *value.Value) string {
	if _, assumed := policy.Assumed(v); assumed || v == nil {
		return ""
	}
	parts := []*value.Value{v}
	if v.Kind == value.Text {
		parts = v.Parts
	}
	var text strings.Builder
	for _, part := range parts {
		written, isLiteral := part.Literal()
		if !isLiteral && c.use.File && part.Kind == value.Unresolved {
			written = policy.Show(part)
			isLiteral = strings.HasPrefix(written, "${")
		}
		if !isLiteral {
			written = hidden
		}
		text.WriteString(written)
	}
	return text.String()
}

// hasWildcard reports whether the text holds "*" or "?", but for those that are written as variables.
func hasWildcard(text string) bool {
	return strings.ContainsAny(escapes.Replace(text), "*?")
}

// escapes takes out the escapes of special characters.
var escapes = strings.NewReplacer("${*}", "", "${?}", "", "${$}", "")

// quoted returns a text for a message: an empty one shows as such.
func quoted(text string) string {
	if text == "" {
		return `""`
	}
	return text
}

// shown returns what a message calls a value.
func shown(v *value.Value) string {
	return quoted(policy.Show(v))
}

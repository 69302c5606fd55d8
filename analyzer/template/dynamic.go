package template

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// dynamicStart starts a dynamic reference, as in "{{resolve:ssm:/org/account}}": CloudFormation puts
// a parameter or a secret in its place at deployment.
const dynamicStart = "{{resolve:"

// dynamic returns the value with dynamic references as unresolved parts. Equal references are equal
// values.
func dynamic(v *value.Value) *value.Value {
	switch {
	case v.Is(value.String) && strings.Contains(v.Text, dynamicStart):
		return withParts(v, splitDynamic(v.Text))
	case v.Is(value.Text):
		var parts []*value.Value
		found := false
		for _, part := range v.Parts {
			if part.Is(value.String) && strings.Contains(part.Text, dynamicStart) {
				parts, found = append(parts, splitDynamic(part.Text)...), true
			} else {
				parts = append(parts, part)
			}
		}
		if found {
			return withParts(v, parts)
		}
	}
	return v
}

// withParts returns the parts as one value at the place of v.
func withParts(v *value.Value, parts []*value.Value) *value.Value {
	joined := value.Join(parts...)
	joined.At, joined.Origin, joined.Via = v.At, v.Origin, v.Via
	return joined
}

// splitDynamic cuts a text at its dynamic references. One that does not end is literal.
func splitDynamic(literal string) []*value.Value {
	var parts []*value.Value
	for {
		before, rest, found := strings.Cut(literal, dynamicStart)
		name, after, closed := strings.Cut(rest, "}}")
		if !found || !closed {
			return append(parts, value.OfText(literal))
		}
		parts = append(parts, value.OfText(before), &value.Value{
			Kind: value.Unresolved, Symbol: "dynamic reference " + name,
			Reason: "a dynamic reference is resolved at deployment",
		})
		literal = after
	}
}

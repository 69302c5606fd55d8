package template

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// sub is Fn::Sub in both forms: a text, or a list of a text and a mapping of own variables.
func (r *reader) sub(function call, at source.At) *value.Value {
	pattern, own := function.argument, map[string]*value.Value{}
	if items, ok := function.arguments(2); ok {
		pattern = items[0]
		if items[1].Kind != syntax.Mapping || isShortForm(items[1]) {
			return malformed(function)
		}
		for _, entry := range value.Members(orEmpty(items[1])) {
			own[entry.Key.Value] = r.resolve(entry.Key, entry.Value, at)
		}
	} else if items, ok := function.arguments(1); ok {
		pattern = items[0]
	}
	if pattern == nil || pattern.Kind != syntax.Scalar || isShortForm(pattern) {
		return malformed(function)
	}
	var parts []*value.Value
	via := slices.Concat(r.traces[function.written], r.traces[pattern])
	for _, piece := range splitSub(pattern.Value) {
		part := value.OfText(piece.literal)
		if piece.variable != "" {
			part = r.variable(piece.variable, own)
		}
		if part == nil || part.Kind == value.List || part.Kind == value.Map {
			return malformed(function) // AWS::NoValue has no text, and neither have lists
		}
		via = append(via, part.Via...)
		parts = append(parts, part)
	}
	joined := r.concat(parts)
	joined.Via = via
	return joined
}

// variable returns what "${name}" stands for.
func (r *reader) variable(name string, own map[string]*value.Value) *value.Value {
	if v, ok := own[name]; ok {
		return v
	}
	if resource, attribute, found := strings.Cut(name, "."); found {
		return r.attribute(resource, attribute)
	}
	return r.named(name)
}

// piece is a part of the text of Fn::Sub: a literal or the name of a variable.
type piece struct {
	literal, variable string
}

// splitSub cuts the text of Fn::Sub at its variables. "${!Literal}" is the text "${Literal}"; a
// "${" without an end is literal.
func splitSub(pattern string) []piece {
	var pieces []piece
	for {
		before, rest, found := strings.Cut(pattern, "${")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return append(pieces, piece{literal: pattern})
		}
		pieces = append(pieces, piece{literal: before})
		if escaped, ok := strings.CutPrefix(name, "!"); ok {
			pieces = append(pieces, piece{literal: "${" + escaped + "}"})
		} else {
			pieces = append(pieces, piece{variable: strings.TrimSpace(name)})
		}
		pattern = after
	}
}

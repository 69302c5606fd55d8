package policy

import (
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// HasVariables reports whether "${aws:username}" is a policy variable in the document, and not
// literal text (IAM User Guide, Version element).
func (d *Document) HasVariables() bool {
	return d.Version == versionWithVariables
}

// variableForm matches a policy variable with an optional default: ${key}, ${key, 'text'}. Spaces
// around the key are ignored.
var variableForm = regexp.MustCompile(`^\$\{ *([^{},' ]+) *(, *'([^']*)' *)?\}$`)

// Expand returns the text with what the request has for its policy variables. An absent key without
// a default gives nil and No: the text matches nothing. The answer is Undecided where a key may be
// absent; the variable then stays unresolved. The escapes ${*}, ${?} and ${$} stay parts of their own,
// which the functions of this package take for the character.
func (t Text) Expand(context Context) (expanded *value.Value, complete value.Truth) {
	return expansion{context: context, variables: true}.expand(t.Source)
}

// expansion replaces the policy variables of values.
type expansion struct {
	context Context
	// variables says that there are variables, and not texts that look like them.
	variables bool
}

func (x expansion) expand(v *value.Value) (expanded *value.Value, complete value.Truth) {
	if !holdsVariable(v) {
		return v, value.Yes
	}
	complete = value.Yes
	var parts []*value.Value
	for _, part := range v.Pieces() {
		if isVariable(part) {
			var found value.Truth
			part, found = x.resolve(part)
			complete = complete.And(found)
		}
		if complete == value.No {
			return nil, value.No
		}
		parts = append(parts, part)
	}
	expanded = value.Join(parts...)
	expanded.At, expanded.Origin, expanded.Via = v.At, v.Origin, v.Via
	return expanded, complete
}

// resolve returns what stands for a variable, and whether the request has it.
func (x expansion) resolve(variable *value.Value) (*value.Value, value.Truth) {
	if !x.variables {
		return value.OfText(variable.Text), value.Yes
	}
	form := variableForm.FindStringSubmatch(variable.Text)
	if isEscape(variable) || form == nil {
		return variable, value.Yes
	}
	entry := x.context.lookup(form[1])
	hasDefault := form[2] != ""
	switch {
	case entry.Presence == value.Yes && len(entry.Values) > 0:
		return substitute(entry, form[1]), value.Yes
	case entry.Presence != value.No && hasDefault:
		return value.OfReason("the request may lack " + form[1]), value.Yes
	case entry.Presence != value.No:
		return value.OfReason("the request may lack " + form[1]), value.Undecided
	case hasDefault:
		return exactly(form[3]), value.Yes
	default:
		return nil, value.No
	}
}

// substitute returns the value that stands for a variable.
func substitute(entry Entry, key string) *value.Value {
	if entry.Multivalued || len(entry.Values) > 1 {
		return value.OfReason(key + " has several values, which a policy variable can't stand for")
	}
	if text, is := entry.Values[0].Literal(); is {
		return exactly(text)
	}
	return entry.Values[0]
}

// exactly returns a value for what stands in place of a variable. Whether "*" and "?" in it are
// wildcards is not documented.
func exactly(text string) *value.Value {
	if strings.ContainsAny(text, "*?") {
		return value.OfReason("what stands for a policy variable holds a wildcard")
	}
	return value.OfText(text)
}

// splitVariables cuts a text at its policy variables. A variable is an unresolved value whose Text is
// the variable as written: what it stands for differs from request to request.
func splitVariables(v *value.Value) *value.Value {
	var parts []*value.Value
	for _, part := range v.Pieces() {
		text, isLiteral := part.Literal()
		if !isLiteral {
			parts = append(parts, part)
			continue
		}
		parts = append(parts, splitText(text)...)
	}
	joined := value.Join(parts...)
	joined.At, joined.Origin, joined.Via = v.At, v.Origin, v.Via
	return joined
}

// splitText cuts a literal at "${...}". An opening without an end is literal.
func splitText(text string) []*value.Value {
	var parts []*value.Value
	for {
		before, rest, opened := strings.Cut(text, "${")
		name, after, closed := strings.Cut(rest, "}")
		if !opened || !closed {
			return append(parts, value.OfText(text))
		}
		variable := value.OfReason("the policy variable " + name + " differs by request")
		variable.Text = "${" + name + "}"
		parts = append(parts, value.OfText(before), variable)
		text = after
	}
}

func holdsVariable(v *value.Value) bool {
	return slices.ContainsFunc(v.Pieces(), isVariable)
}

func isVariable(part *value.Value) bool {
	return part.Kind == value.Unresolved && strings.HasPrefix(part.Text, "${")
}

// isEscape reports whether the part is ${*}, ${?} or ${$}: a character that has no meaning here.
func isEscape(part *value.Value) bool {
	return isVariable(part) && len(part.Text) == len("${*}") && strings.ContainsAny(part.Text[2:3], "*?$")
}

// withoutEscapes puts characters in place of their escapes, for where nothing is a wildcard.
func withoutEscapes(v *value.Value) *value.Value {
	if !holdsVariable(v) {
		return v
	}
	var parts []*value.Value
	for _, part := range v.Pieces() {
		if isEscape(part) {
			part = value.OfText(part.Text[2:3])
		}
		parts = append(parts, part)
	}
	return value.Join(parts...)
}

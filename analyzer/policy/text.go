package policy

import (
	"regexp"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// noText says of a value that it has a shape that no element of a policy lists.
const noText = "a value that is no text stands where text is expected"

// IsText reports whether the document has a text there, or something that stands for one.
func (t Text) IsText() bool {
	return t.Unresolved != noText
}

func newText(v *value.Value) Text {
	text := Text{At: v.At, Source: v}
	if literal, ok := v.Literal(); ok {
		text.Value = literal
		return text
	}
	switch v.Kind {
	case value.Reference:
		text.Written = write(v)
	case value.Text:
		text.Written = write(v)
		text.Unresolved = firstReason(v.Parts)
	case value.Unresolved:
		text.Unresolved = reasonOf(v)
	case value.Null, value.Bool, value.Number, value.String, value.List, value.Map:
		text.Unresolved = noText
		text.Source = &value.Value{Kind: value.Unresolved, Reason: text.Unresolved, At: v.At}
	}
	return text
}

func firstReason(parts []*value.Value) string {
	for _, part := range parts {
		if part.Kind == value.Unresolved {
			return reasonOf(part)
		}
	}
	return ""
}

// reasonOf never returns an empty text: what is unresolved has a reason.
func reasonOf(v *value.Value) string {
	if v.Reason == "" {
		return "it can't be known offline"
	}
	return v.Reason
}

// named matches the symbols of pseudo parameters, and of what a template names.
var named = regexp.MustCompile(`^(?:[a-z]+ [^ ]*#)?([A-Za-z0-9:.]+)$`)

// Show shows a value as Fn::Sub would write it.
func Show(v *value.Value) string {
	return write(v)
}

// write shows a value as Fn::Sub would write it. Unresolved parts without a name read "${?}".
func write(v *value.Value) string {
	if literal, ok := v.Literal(); ok {
		return literal
	}
	switch v.Kind {
	case value.Reference:
		_, name, found := strings.Cut(v.Resource, "#")
		if !found {
			name = v.Resource
		}
		if v.Attribute != "" {
			name += "." + v.Attribute
		}
		return "${" + name + "}"
	case value.Text:
		var written strings.Builder
		for _, part := range v.Parts {
			written.WriteString(write(part))
		}
		return written.String()
	case value.Unresolved:
		if written, is := strings.CutPrefix(v.Symbol, placeholderSymbol); is {
			return written
		}
		if match := named.FindStringSubmatch(v.Symbol); match != nil {
			return "${" + match[1] + "}"
		}
		return "${?}"
	case value.Null, value.Bool, value.Number, value.String, value.List, value.Map:
		return "${?}"
	default:
		return "${?}"
	}
}

// withVariables turns the policy variables in the texts into unresolved parts, where the document's
// version knows variables. What a variable stands for differs from request to request.
func (r reader) withVariables(texts []Text) []Text {
	if !r.variables {
		return texts
	}
	for i := range texts {
		texts[i].Source = splitVariables(texts[i].Source)
	}
	return texts
}

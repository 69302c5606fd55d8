package value

import (
	"slices"
	"strings"
)

// Join returns the concatenation of the parts as one value, and sets nothing but its kind and text:
// a String when all parts are literal, else a Text, or an Unresolved value when a part can't stand
// in a string, such as a list.
func Join(parts ...*Value) *Value {
	var joined []*Value
	for _, part := range parts {
		switch part.Kind {
		case String:
			joined = appendPart(joined, part)
		case Null, Bool, Number:
			text := &Value{Kind: String, Text: part.Text, At: part.At, Origin: part.Origin, Via: part.Via}
			joined = appendPart(joined, text)
		case Reference, Unresolved:
			joined = appendPart(joined, part)
		case Text:
			for _, inner := range part.Parts {
				joined = appendPart(joined, inner)
			}
		case List, Map:
			return &Value{Kind: Unresolved, Reason: "a list or a map stands where text is expected"}
		}
	}
	switch {
	case len(joined) == 0:
		return &Value{Kind: String}
	case len(joined) == 1:
		whole := *joined[0]
		return &whole
	default:
		return &Value{Kind: Text, Parts: joined}
	}
}

// appendPart keeps two strings in a row from standing apart, and empty strings from standing at all.
func appendPart(parts []*Value, part *Value) []*Value {
	if part.Kind != String {
		return append(parts, part)
	}
	if part.Text == "" {
		return parts
	}
	if last := len(parts) - 1; last >= 0 && parts[last].Kind == String {
		merged := *parts[last]
		merged.Text += part.Text
		merged.Via = append(append([]Step(nil), merged.Via...), part.Via...)
		parts[last] = &merged
		return parts
	}
	return append(parts, part)
}

// Same answers whether two values are equal after deployment. References are equal when they name
// one attribute of one resource, unresolved values when they have one symbol. A reference and a
// literal may turn out equal, so that is Undecided.
func Same(a, b *Value) Truth {
	if a == nil || b == nil {
		return Undecided
	}
	textA, literalA := a.Literal()
	textB, literalB := b.Literal()
	if literalA && literalB {
		return TruthOf(textA == textB)
	}
	startA, endA := ends(a)
	startB, endB := ends(b)
	if !strings.HasPrefix(startA, startB) && !strings.HasPrefix(startB, startA) ||
		!strings.HasSuffix(endA, endB) && !strings.HasSuffix(endB, endA) {
		return No
	}
	switch identity := Identity(a); {
	case identity != "" && identity == Identity(b):
		return Yes
	case literalA && textA == "" && b.isNeverEmpty(), literalB && textB == "" && a.isNeverEmpty():
		return No
	case a.Kind == Reference && b.Kind == Reference && a.Attribute == b.Attribute && isOwn(a.Attribute):
		return No // two resources of one set are two things
	}
	return Undecided
}

// ends returns the literal text that a value starts and ends with, empty where that is not known.
func ends(v *Value) (start, end string) {
	if text, ok := v.Literal(); ok {
		return text, text
	}
	if v.Is(Text) {
		start, _ = v.Parts[0].Literal()
		end, _ = v.Parts[len(v.Parts)-1].Literal()
	}
	return start, end
}

// isNeverEmpty reports whether a value has a text of at least one character: a literal part, what names a
// resource, or what is made of an alphabet.
func (v *Value) isNeverEmpty() bool {
	text, _ := v.Literal()
	isName := v.Kind == Reference && (v.Attribute == "" || v.Attribute == "Arn")
	return text != "" || isName || v.Alphabet != AnyText || slices.ContainsFunc(v.Parts, (*Value).isNeverEmpty)
}

// isOwn reports whether no two resources have an attribute in common: what Ref gives, the ARN and the name
// of a queue. Others, such as the VPC that two groups are in, may well be equal.
func isOwn(attribute string) bool {
	return attribute == "" || attribute == "Arn" || attribute == "QueueName"
}

// Identity returns a text that is equal for values that are surely equal, and "" for a value about
// which nothing can be said. It is meant for use as a map key and for comparing; its form may change.
func Identity(v *Value) string {
	if v == nil {
		return ""
	}
	switch v.Kind {
	case Bool, Number, String:
		return "=" + v.Text
	case Reference:
		return "@" + v.Resource + "." + v.Attribute
	case Unresolved:
		if v.Symbol == "" {
			return ""
		}
		return "?" + v.Symbol
	case Text:
		var identity strings.Builder
		for _, part := range v.Parts {
			key := Identity(part)
			if key == "" {
				return ""
			}
			identity.WriteString("+" + key)
		}
		return identity.String()
	case Null, List, Map:
		return ""
	default:
		return ""
	}
}

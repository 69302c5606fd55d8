package value

import (
	"slices"
	"strings"
)

// Split cuts a text wherever the delimiter, which is not empty, stands in it. Parts that are not known
// belong to one piece as a whole; it reports false where one of them may hold some of the delimiter.
func Split(v *Value, delimiter string) (pieces []*Value, ok bool) {
	var piece []*Value
	for _, part := range v.Pieces() {
		literal, isLiteral := part.Literal()
		if !isLiteral {
			if part.Alphabet.MayHold(delimiter) {
				return nil, false
			}
			piece = append(piece, part)
			continue
		}
		for i, text := range strings.Split(literal, delimiter) {
			if i > 0 {
				pieces, piece = append(pieces, Join(piece...)), nil
			}
			piece = append(piece, &Value{Kind: String, Text: text})
		}
	}
	return append(pieces, Join(piece...)), true
}

// TrimSpace returns a text without the white space that it is known to start and end with.
func TrimSpace(v *Value) *Value {
	parts := slices.Clone(v.Pieces())
	last := len(parts) - 1
	parts[0] = parts[0].trimmed(strings.TrimLeft)
	parts[last] = parts[last].trimmed(strings.TrimRight)
	return Join(parts...)
}

// trimmed returns a part with its literal text trimmed; others have none.
func (v *Value) trimmed(trim func(text, cutset string) string) *Value {
	rest := *v
	rest.Text = trim(v.Text, " \t\r\n")
	return &rest
}

// Pieces returns the parts of a Text, and of anything else the value itself; nothing of nil.
func (v *Value) Pieces() []*Value {
	switch {
	case v == nil:
		return nil
	case v.Kind == Text:
		return v.Parts
	default:
		return []*Value{v}
	}
}

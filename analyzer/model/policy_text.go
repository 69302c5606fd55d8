package model

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// embedded returns the JSON that a text spells, as some resource types take their policies, and any other
// value as it is. Parts of the text that are not literal stay what they are where they stand within
// strings. Everything has the place of the text.
func embedded(v *value.Value) *value.Value {
	if !v.Is(value.String) && !v.Is(value.Text) {
		return v
	}
	reader := textReader{whole: v}
	written, ok := reader.write()
	if !ok || !strings.HasPrefix(strings.TrimLeft(written, " \t\r\n"), "{") {
		return v
	}
	tree := syntax.Parse(source.New("policy.json", []byte(written)))
	if tree.Root == nil || len(tree.Problems) > 0 {
		return v
	}
	return reader.value(tree.Root, v.At)
}

// firstMark is the first of the characters that stand for the parts of a text which are not literal. They
// are from a plane for private use, so that no policy holds them.
const firstMark = '\U000F0000'

// lastMark is the last of these characters.
const lastMark = '\U000FFFFD'

// textReader reads the JSON of one text.
type textReader struct {
	whole *value.Value
}

// write returns the text with a mark for each part that is not literal. It reports false for a text that
// holds marks itself, or too many parts.
func (r textReader) write() (string, bool) {
	if text, isLiteral := r.whole.Literal(); isLiteral {
		return text, !strings.ContainsFunc(text, isMark)
	}
	var written strings.Builder
	for i, part := range r.whole.Parts {
		text, isLiteral := part.Literal()
		if !isLiteral {
			text = string(firstMark + rune(i))
		} else if strings.ContainsFunc(text, isMark) {
			return "", false
		}
		written.WriteString(text)
	}
	return written.String(), len(r.whole.Parts) <= lastMark-firstMark
}

func isMark(r rune) bool {
	return r >= firstMark && r <= lastMark
}

// value returns the value of a node of the JSON.
func (r textReader) value(node *syntax.Node, at source.At) *value.Value {
	v := &value.Value{At: at, Origin: r.whole.Origin}
	switch node.Kind {
	case syntax.Mapping:
		v.Kind = value.Map
		for _, entry := range value.Members(node) {
			key := entry.Key.Value
			v.Fields = append(v.Fields, value.Field{Key: key, Value: r.value(entry.Value, at.Child(key))})
		}
	case syntax.Sequence:
		v.Kind = value.List
		for i, item := range node.Items {
			v.Items = append(v.Items, r.value(item, at.Item(i)))
		}
	case syntax.Scalar:
		return r.scalar(node, v)
	}
	return v
}

// scalar puts the parts back into a string. The key of a member keeps its marks: a policy whose
// operators or elements are not literal has none that are known.
func (r textReader) scalar(node *syntax.Node, v *value.Value) *value.Value {
	v.Kind, v.Text, v.Via = value.ScalarKind(node), node.Value, r.whole.Via
	if v.Kind != value.String || !strings.ContainsFunc(node.Value, isMark) {
		return v
	}
	var parts []*value.Value
	literal := &strings.Builder{}
	flush := func() {
		parts = append(parts, value.OfText(literal.String()))
		literal.Reset()
	}
	for _, char := range node.Value {
		if !isMark(char) {
			literal.WriteRune(char)
			continue
		}
		flush()
		parts = append(parts, r.whole.Parts[char-firstMark])
	}
	flush()
	joined := value.Join(parts...)
	joined.At, joined.Origin = v.At, v.Origin
	joined.Via = slices.Concat(joined.Via, r.whole.Via)
	return joined
}

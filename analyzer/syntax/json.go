package syntax

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// jsonReader makes the tree of a JSON file.
type jsonReader struct {
	tree    *Tree
	decoder *jsontext.Decoder
	// shift is the length of the byte order mark before the content.
	shift int
	path  []step
	// open are the offsets of the open brackets.
	open []int
	// count is the number of values.
	count int
}

// readJSON adds the document and the duplicates of a JSON file.
func (t *Tree) readJSON() error {
	content := bytes.TrimPrefix(t.File.Content, []byte(byteOrderMark))
	r := &jsonReader{
		tree:    t,
		decoder: jsontext.NewDecoder(bytes.NewBuffer(content), jsontext.AllowDuplicateNames(true)),
		shift:   len(t.File.Content) - len(content),
	}
	root, err := r.value()
	if err != nil {
		return r.fault(err)
	}
	end := r.offset()
	if rest := bytes.TrimLeft(t.File.Content[end:], " \t\r\n"); len(rest) > 0 {
		start := len(t.File.Content) - len(rest)
		return &fault{"the JSON value is complete before this, nothing more may follow it", start, start + 1}
	}
	t.Documents = append(t.Documents, root)
	return nil
}

// offset returns the offset in the file after what the decoder has read.
func (r *jsonReader) offset() int {
	return r.shift + int(r.decoder.InputOffset())
}

// value reads a value.
func (r *jsonReader) value() (*Node, error) {
	if r.count++; r.count > maxValues {
		return nil, tooMany(r.offset())
	}
	kind := r.decoder.PeekKind()
	if kind == '{' {
		return r.collection(Mapping, r.member)
	}
	if kind == '[' {
		return r.collection(Sequence, r.item)
	}
	return r.scalar()
}

func (r *jsonReader) scalar() (*Node, error) {
	raw, err := r.decoder.ReadValue()
	if err != nil {
		return nil, err //nolint:wrapcheck // fault gives the error its words
	}
	node := &Node{Kind: Scalar, Style: Plain, Value: string(raw), Start: r.offset() - len(raw), End: r.offset()}
	if raw.Kind() == '"' {
		text, err := jsontext.AppendUnquote(nil, raw)
		if err != nil {
			return nil, err //nolint:wrapcheck // fault gives the error its words
		}
		node.Style, node.Value = DoubleQuoted, string(text)
	}
	return node, nil
}

// collection reads an object or array with the given method for its elements.
func (r *jsonReader) collection(kind Kind, element func(*Node) error) (*Node, error) {
	if err := r.bracket(); err != nil {
		return nil, err
	}
	node := &Node{Kind: kind, Start: r.offset() - 1}
	r.open = append(r.open, node.Start)
	if len(r.open) > maxDepth {
		return nil, tooDeep(node.Start)
	}
	for next := r.decoder.PeekKind(); next != '}' && next != ']'; next = r.decoder.PeekKind() {
		if err := element(node); err != nil {
			return nil, err
		}
	}
	if err := r.bracket(); err != nil {
		return nil, err
	}
	r.open = r.open[:len(r.open)-1]
	node.End = r.offset()
	if kind == Mapping {
		r.tree.noteDuplicates(node, r.path)
	}
	return node, nil
}

// bracket reads an opening or closing bracket.
func (r *jsonReader) bracket() error {
	_, err := r.decoder.ReadToken()
	return err //nolint:wrapcheck // fault gives the error its words
}

// member reads a member of an object.
func (r *jsonReader) member(node *Node) error {
	key, err := r.scalar()
	if err != nil {
		return err
	}
	r.path = append(r.path, step{key: key.Value, index: inMapping})
	value, err := r.value()
	r.path = r.path[:len(r.path)-1]
	node.Entries = append(node.Entries, Entry{Key: key, Value: value})
	return err
}

// item reads an item of an array.
func (r *jsonReader) item(node *Node) error {
	r.path = append(r.path, step{index: len(node.Items)})
	item, err := r.value()
	r.path = r.path[:len(r.path)-1]
	node.Items = append(node.Items, item)
	return err
}

// fault puts the error into our words.
func (r *jsonReader) fault(err error) error {
	syntactic := (*jsontext.SyntacticError)(nil)
	if !errors.As(err, &syntactic) {
		return err
	}
	start := min(r.shift+int(syntactic.ByteOffset), len(r.tree.File.Content))
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return r.truncated(start)
	}
	rest := string(r.tree.File.Content[start:])
	before := bytes.TrimRight(r.tree.File.Content[:start], " \t")
	if bytes.HasSuffix(before, []byte("{{")) {
		return placeholder(len(before) - 2)
	}
	touches := len(before) == start && bytes.HasSuffix(before, []byte("{"))
	if touches && (strings.HasPrefix(rest, "{") || strings.HasPrefix(rest, "%")) {
		return placeholder(start - 1)
	}
	_, size := utf8.DecodeRuneInString(rest)
	return &fault{jsonMessage(syntactic.Err, rest), start, start + size}
}

// jsonMessage returns what is wrong with the rest of the text. The library's own words name the
// character that stands there and what JSON wants in its place.
func jsonMessage(err error, rest string) string {
	trimmed := strings.TrimLeft(rest, ", \t\r\n")
	switch {
	case strings.HasPrefix(rest, "//"), strings.HasPrefix(rest, "/*"), strings.HasPrefix(rest, "#"):
		return "JSON has no comments"
	case strings.HasPrefix(rest, ",") && (strings.HasPrefix(trimmed, "}") || strings.HasPrefix(trimmed, "]")):
		return "in JSON no comma may stand before a closing bracket"
	case strings.HasPrefix(rest, "'"):
		return "JSON wants double quotes"
	default:
		return "this is not JSON: " + err.Error()
	}
}

// truncated returns the fault that the text ends too early, at the quote or bracket that is open.
func (r *jsonReader) truncated(end int) error {
	content := r.tree.File.Content
	start, open := end, "value"
	rest := bytes.TrimLeft(content[r.offset():], ":, \t\r\n")
	if bytes.HasPrefix(rest, []byte{'"'}) {
		start, open = len(content)-len(rest), "quote"
	} else if len(r.open) > 0 {
		start = r.open[len(r.open)-1]
		open = string(content[start : start+1])
	}
	return &fault{"the " + open + " that opens here is never closed", start, min(start+1, len(content))}
}

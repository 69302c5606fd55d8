// Package syntax turns the bytes of a YAML or JSON file into one tree in which every key and every
// value knows its exact place. What is wrong with the text is a Problem, never an error.
//
// YAML takes three steps. The scanner cuts the text into lexemes and knows the place of each. The
// engine, github.com/goccy/go-yaml, reads the text with repairs where it is known to misread or to
// misplace something: it decodes what is quoted, and what it finds must be the scanner's lexemes one
// by one, so that a defect on either side is a Problem and never a wrong tree. The builder makes the
// tree from the lexemes.
package syntax

import "github.com/latchkey-dev/latchkey/analyzer/source"

// Kind tells the three sorts of nodes apart.
type Kind uint8

// The kinds of nodes.
const (
	Scalar Kind = iota + 1
	Mapping
	Sequence
)

// Style is how a scalar is written. In JSON a string is DoubleQuoted and everything else Plain.
type Style uint8

// The styles of scalars.
const (
	Plain Style = iota + 1
	SingleQuoted
	DoubleQuoted
	Literal
	Folded
)

// Node is a value in a document.
//
// An alias is a copy of the node it stands for, with the span of the alias; the nodes below it are
// shared. The entries of merged mappings stand in place of their merge key, with the spans they have
// where they are written.
type Node struct {
	Kind Kind
	// Tag is the tag as written, as in "!Ref" or "!!str"; empty where none stands.
	Tag string
	// Style is how a scalar is written; 0 for mappings and sequences.
	Style Style
	// Value is the text of a scalar: decoded when it is quoted or a block, else as it stands in the
	// file, so that 3.10, 000500, 2012-10-17 and Yes stay what they are.
	Value string
	// Entries are the members of a mapping in the order of the file, repeated keys included.
	Entries []Entry
	// Items are the items of a sequence.
	Items []*Node
	// Start and End are byte offsets into the file. Start is at the tag or anchor where there is
	// one. End is after the last character of the value, without trailing blanks or comments. A value
	// that is not written (`Key:`) is empty and stands right after its tag, its key's colon or its
	// dash; in {Key} right after the key.
	Start, End int
}

// Entry is a member of a mapping.
type Entry struct {
	Key, Value *Node
}

// Comment is a comment of a YAML file.
type Comment struct {
	// Text is the comment without "#" and without blanks at its ends.
	Text string
	// Start and End are the byte offsets of the comment, "#" included.
	Start, End int
}

// Duplicate is a key that stands more than once in one mapping.
type Duplicate struct {
	// At is the handle of the member in force, which is the last one.
	At source.At
	// Occurrences are all members with the key, in the order of the file.
	Occurrences []Entry
	// Same says that all occurrences have equal values.
	Same bool
}

// Problem is something wrong with the text itself.
type Problem struct {
	// Message is a sentence without a full stop.
	Message string
	Span    source.Span
}

// Tree is the content of a file.
type Tree struct {
	File *source.File
	// Root is the first document with content; nil for a file that has none or does not parse.
	Root *Node
	// Documents are all documents with content in a YAML file.
	Documents []*Node
	Comments  []Comment
	// Duplicates are in the order of the file, of all documents.
	Duplicates []Duplicate
	// Problems say why the tree is not whole; a tree without problems is.
	Problems []Problem
}

// SpanOf returns the span of the node's text.
func (t *Tree) SpanOf(n *Node) source.Span {
	return t.File.Span(n.Start, n.End)
}

// Get returns the value in force for the key, which is that of its last occurrence, or nil. A nil
// node and a node that is no mapping have no members.
func (n *Node) Get(key string) *Node {
	if entry := n.Entry(key); entry != nil {
		return entry.Value
	}
	return nil
}

// Entry returns the member in force for the key, or nil.
func (n *Node) Entry(key string) *Entry {
	if n == nil {
		return nil
	}
	for i := len(n.Entries) - 1; i >= 0; i-- {
		if n.Entries[i].Key.Value == key {
			return &n.Entries[i]
		}
	}
	return nil
}

// IsNull reports whether the node is a null: an absent value, `~`, `null`, `Null` or `NULL`.
func (n *Node) IsNull() bool {
	if n == nil || n.Kind != Scalar || n.Style != Plain {
		return false
	}
	switch n.Value {
	case "", "~", "null", "Null", "NULL":
		return true
	default:
		return false
	}
}

package syntax

import "slices"

// lexemeKind tells the kinds of lexemes apart.
type lexemeKind uint8

const (
	endOfText lexemeKind = iota
	directive
	documentStart
	documentEnd
	dash
	question
	colon
	comma
	openSequence
	closeSequence
	openMapping
	closeMapping
	tagName
	anchorName
	aliasName
	plainScalar
	singleQuoted
	doubleQuoted
	blockScalar
	comment
	// The builder meets these before a lexeme that closes or opens block collections or is a key.
	closeBlock
	openBlockSequence
	openBlockMapping
	keyMark
)

// lexeme is a word of a YAML text.
type lexeme struct {
	kind lexemeKind
	// opens is the block collection that begins with the lexeme: Sequence, Mapping or 0.
	opens Kind
	// isKey says that the lexeme begins the key of a mapping.
	isKey bool
	// closes counts the block collections that end before the lexeme.
	closes int
	// start and end are places in the text.
	start, end int
	// value is the text of a scalar, the tag, or the name of an anchor or alias.
	value string
}

// isOne reports whether the kind is one of kinds.
func (k lexemeKind) isOne(kinds ...lexemeKind) bool {
	return slices.Contains(kinds, k)
}

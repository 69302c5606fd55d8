package syntax

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
)

// tokenTypes are what the engine calls the lexemes. Plain scalars have many types.
var tokenTypes = [...]token.Type{
	documentStart: token.DocumentHeaderType,
	documentEnd:   token.DocumentEndType,
	dash:          token.SequenceEntryType,
	question:      token.MappingKeyType,
	colon:         token.MappingValueType,
	comma:         token.CollectEntryType,
	openSequence:  token.SequenceStartType,
	closeSequence: token.SequenceEndType,
	openMapping:   token.MappingStartType,
	closeMapping:  token.MappingEndType,
	aliasName:     token.StringType, // the stand-in
	singleQuoted:  token.SingleQuoteType,
	doubleQuoted:  token.DoubleQuoteType,
	blockScalar:   token.StringType, // the stand-in
	comment:       token.CommentType,
}

// isPlain reports whether the engine calls a plain scalar so.
func isPlain(kind token.Type) bool {
	switch kind { //nolint:exhaustive // the library's other types are no plain scalars
	case token.StringType, token.NullType, token.BoolType, token.MergeKeyType, token.InfinityType, token.NanType,
		token.IntegerType, token.BinaryIntegerType, token.OctetIntegerType, token.HexIntegerType, token.FloatType:
		return true
	default:
		return false
	}
}

// readValues has the engine read the repaired text, and gives the quoted scalars their values. The
// engine must find the same lexemes as the scanner: what they do not agree on is a fault, never a
// guess.
//
// Only the order of the engine's tokens counts. Their positions are wrong after tags, blanks at the
// end of a line, comments in files with "\r\n" and in block scalars.
func (s *scanner) readValues() error {
	tokens, err := tokenize(s.repaired())
	if err != nil {
		return err
	}
	for i := range s.lexemes {
		lexeme := &s.lexemes[i]
		if lexeme.kind.isOne(directive, tagName, anchorName, endOfText) || s.isInHeader(i) {
			continue
		}
		if len(tokens) == 0 {
			return disagreement(lexeme, nil)
		}
		if !lexeme.take(tokens[0]) {
			return disagreement(lexeme, tokens[0])
		}
		tokens = tokens[1:]
	}
	if len(tokens) > 0 {
		return disagreement(&s.lexemes[len(s.lexemes)-1], tokens[0])
	}
	return nil
}

// isInHeader reports whether the lexeme is a comment in the header of a block scalar, which the
// engine does not see.
func (s *scanner) isInHeader(index int) bool {
	if index == 0 || s.lexemes[index].kind != comment || s.lexemes[index-1].kind != blockScalar {
		return false
	}
	between := s.text[s.lexemes[index-1].start:s.lexemes[index].start]
	return !strings.Contains(between, "\n")
}

// tokenize has the engine cut the text into tokens.
func tokenize(content string) (tokens token.Tokens, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = &fault{fmt.Sprintf("the YAML library fails on this file: %v", reason), 0, 0}
		}
	}()
	return lexer.Tokenize(content), nil
}

// take takes over the value of the token, and reports whether it is the lexeme's.
func (l *lexeme) take(t *token.Token) bool {
	if l.kind == plainScalar {
		return isPlain(t.Type) && (t.Value == l.value || t.Value == standIn)
	}
	if l.kind == singleQuoted || l.kind == doubleQuoted {
		l.value = t.Value
	}
	return t.Type == tokenTypes[l.kind]
}

// disagreement returns the fault that the engine reads the lexeme as the token, or not at all.
func disagreement(l *lexeme, t *token.Token) error {
	message := "the YAML library reads this place in another way"
	if t != nil && t.Error != "" {
		message = "the YAML library cannot read this: " + t.Error
	}
	return &fault{message, l.start, l.end}
}

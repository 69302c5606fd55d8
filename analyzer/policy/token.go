package policy

import "github.com/latchkey-dev/latchkey/analyzer/value"

type tokenKind uint8

const (
	char   tokenKind = iota + 1
	mark             // "?" of a pattern: any one character
	star             // "*" of a pattern: any text
	symbol           // a text that is not known
)

// token is one element of a pattern, or of the subject that a pattern is held against.
type token struct {
	kind tokenKind
	char rune
	// id is the identity of a symbol; empty for one about which nothing can be said.
	id string
}

// subjectTokens takes every character for itself.
func subjectTokens(v *value.Value) []token {
	var tokens []token
	for _, part := range v.Pieces() {
		text, literal := part.Literal()
		if isEscape(part) {
			text, literal = part.Text[2:3], true
		}
		if !literal {
			tokens = append(tokens, token{kind: symbol, id: value.Identity(part)})
			continue
		}
		for _, r := range text {
			tokens = append(tokens, token{kind: char, char: r})
		}
	}
	return tokens
}

// patternTokens takes "*" and "?" for wildcards where they are not escaped.
func patternTokens(v *value.Value) []token {
	var tokens []token
	for _, part := range v.Pieces() {
		own := subjectTokens(part)
		if !isEscape(part) {
			asWildcards(own)
		}
		tokens = append(tokens, own...)
	}
	return tokens
}

func asWildcards(tokens []token) {
	for i := range tokens {
		if tokens[i].kind != char {
			continue
		}
		switch tokens[i].char {
		case '*':
			tokens[i] = token{kind: star}
		case '?':
			tokens[i] = token{kind: mark}
		}
	}
}

package discover

import (
	"bytes"
	"unicode/utf8"
)

// lookAtJSON scans text that starts with a bracket. The scan goes by brackets, strings and colons
// alone, so that missing and extra commas, comments and cut-off ends do not matter, and neither does
// it matter whether the text is JSON or YAML in flow style.
func lookAtJSON(text []byte) *look {
	seen := &look{generated: isCookiecutter(text)}
	scan := jsonScan{look: seen, tokens: tokens{rest: text}}
	for scan.step() {
	}
	return seen
}

// skipPreamble returns the text without the blanks, comments and document mark at its start.
func skipPreamble(text []byte) []byte {
	start := tokens{rest: text}
	start.skipBlanks()
	start.rest = bytes.TrimPrefix(start.rest, []byte("---"))
	start.skipBlanks()
	return start.rest
}

// maxPath is the number of nested keys that matter: Resources, a logical id, Type.
const maxPath = 4

// jsonScan walks the tokens of a text and keeps the keys that lead to the present one.
type jsonScan struct {
	look   *look
	tokens tokens
	// depth counts open brackets; path[d] is the key at depth d, and stays between two keys.
	depth int
	path  [maxPath]string
}

// step takes one token, and a key's colon with it. It returns false at the end.
func (s *jsonScan) step() bool {
	mark, text := s.tokens.next()
	switch mark {
	case 0:
		return false
	case '{', '[':
		s.depth++
		if s.depth < maxPath {
			s.path[s.depth] = ""
		}
		s.look.generated = s.look.generated || mark == '{' && s.tokens.startsPlaceholder()
	case '}', ']':
		s.depth = max(0, s.depth-1)
	case tokenText:
		if s.tokens.skipColon() {
			s.key(string(text))
		} else {
			s.value(string(text))
		}
	}
	return true
}

func (s *jsonScan) key(name string) {
	if s.depth == 0 || s.depth >= maxPath {
		return
	}
	s.path[s.depth] = name
	switch {
	case s.depth == 1:
		s.look.keys = append(s.look.keys, name)
	case s.path[1] == "Statement" && name == "Effect":
		s.look.effect = true
	}
}

func (s *jsonScan) value(text string) {
	switch {
	case s.depth == 1, s.depth == 2 && s.path[1] == "Transform":
		s.look.note(s.path[1], text)
	case s.depth == 3 && s.path[1] == "Resources" && s.path[3] == "Type":
		s.look.typed = s.look.typed || typeName.MatchString(text)
	}
}

// tokenText marks a token that is a string or a bare word.
const tokenText = 'a'

// tokens cuts a text into brackets, commas, colons, strings and bare words.
type tokens struct {
	rest []byte
}

// next returns the next token: its first byte for punctuation, tokenText with the token's text for a
// string or a word, 0 at the end. Comments and blanks are passed over.
func (t *tokens) next() (mark byte, text []byte) {
	t.skipBlanks()
	if len(t.rest) == 0 {
		return 0, nil
	}
	switch first := t.rest[0]; first {
	case '{', '}', '[', ']', ',', ':':
		t.rest = t.rest[1:]
		return first, nil
	case '"', '\'':
		return tokenText, t.quoted(first)
	default:
		return tokenText, t.word()
	}
}

// quoted takes a string. A string without an end ends with its line.
func (t *tokens) quoted(quote byte) []byte {
	for i := 1; i < len(t.rest); i++ {
		switch t.rest[i] {
		case '\\':
			i++
		case quote, '\n':
			text := t.rest[1:i]
			t.rest = t.rest[i+1:]
			return text
		}
	}
	text := t.rest[1:]
	t.rest = nil
	return text
}

// word takes the text up to a bracket, a comma, a line's end or a colon that ends a key. It takes at
// least one character.
func (t *tokens) word() []byte {
	_, end := utf8.DecodeRune(t.rest)
	for end < len(t.rest) && !bytes.ContainsRune([]byte("{}[],\n\""), rune(t.rest[end])) && !endsKey(t.rest[end:]) {
		end++
	}
	text := bytes.TrimRight(t.rest[:end], " \t\r")
	t.rest = t.rest[end:]
	return text
}

// endsKey reports whether a colon stands first and a blank after it.
func endsKey(text []byte) bool {
	return text[0] == ':' && (len(text) == 1 || bytes.IndexByte([]byte(" \t\r\n"), text[1]) >= 0)
}

func (t *tokens) skipColon() bool {
	t.skipBlanks()
	if len(t.rest) == 0 || t.rest[0] != ':' {
		return false
	}
	t.rest = t.rest[1:]
	return true
}

// startsPlaceholder reports whether what follows makes the "{" before it a placeholder's.
func (t *tokens) startsPlaceholder() bool {
	return len(t.rest) > 0 && (t.rest[0] == '{' || t.rest[0] == '%') && !bytes.HasPrefix(t.rest, []byte("{resolve:"))
}

// skipBlanks passes over white space and over comments, which people write into JSON though it has
// none.
func (t *tokens) skipBlanks() {
	for {
		t.rest = bytes.TrimLeft(t.rest, " \t\r\n")
		switch {
		case bytes.HasPrefix(t.rest, []byte("//")), bytes.HasPrefix(t.rest, []byte("#")):
			end := bytes.IndexAny(t.rest, "\r\n")
			if end < 0 {
				end = len(t.rest)
			}
			t.rest = t.rest[end:]
		case bytes.HasPrefix(t.rest, []byte("/*")):
			_, t.rest, _ = bytes.Cut(t.rest, []byte("*/"))
		default:
			return
		}
	}
}

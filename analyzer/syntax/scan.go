package syntax

import "strings"

// scanner cuts a YAML text into lexemes and finds where block collections begin and end, as YAML
// 1.2 says and the libraries of CloudFormation and its tools do. It knows the place of each lexeme,
// and it notes what has to be changed before the engine can read the text.
type scanner struct {
	text      string
	pos       int
	lineStart int
	lexemes   []lexeme
	repairs   []repair
	// indent is the column of the innermost block collection, from 0; -1 outside of all. outer are
	// those of the collections around it.
	indent int
	outer  []int
	// closes counts the block collections that ended since the last lexeme.
	closes int
	// keys are the key candidates: one of the block context and one inside each open bracket.
	keys     []keyCandidate
	brackets []int // the places of the open brackets
	// mayKey says that a key may begin at the current place.
	mayKey bool
}

// newScanner returns a scanner at the start of the content.
func newScanner(content string) *scanner {
	return &scanner{
		text:    content,
		lexemes: make([]lexeme, 0, len(content)/12+1), // about right for templates
		indent:  -1,
		keys:    make([]keyCandidate, 1),
		mayKey:  true,
	}
}

// scan scans the whole text. The last lexeme is endOfText.
func (s *scanner) scan() error {
	for {
		if err := s.next(); err != nil {
			return err
		}
		if len(s.lexemes) > maxValues {
			return tooMany(s.pos)
		}
		if s.lexemes[len(s.lexemes)-1].kind == endOfText {
			return nil
		}
	}
}

// next scans one lexeme and the comments before it.
func (s *scanner) next() error {
	s.skipBlanks()
	if s.pos == len(s.text) {
		return s.boundary(endOfText, 0)
	}
	column := s.pos - s.lineStart
	s.unroll(column)
	char := s.text[s.pos]
	switch {
	case column == 0 && s.atMarker("---"):
		return s.boundary(documentStart, 3)
	case column == 0 && s.atMarker("..."):
		return s.boundary(documentEnd, 3)
	case column == 0 && char == '%' && s.flow() == 0:
		return s.boundary(directive, s.lineLength())
	case isFlowIndicator(char):
		return s.indicator(char)
	case char == '-' && s.blankAt(s.pos+1):
		return s.dash()
	case char == '?' && s.blankAt(s.pos+1):
		return s.question()
	case char == ':' && s.isColon():
		return s.colon()
	default:
		return s.content(char)
	}
}

// content scans a scalar, or a tag, an anchor or an alias.
func (s *scanner) content(char byte) error {
	switch {
	case (char == '|' || char == '>') && s.flow() == 0:
		if err := s.dropKey(); err != nil {
			return err
		}
		s.mayKey = true
		return s.block()
	case char == '\t':
		return misplacedTab(s.pos)
	case char == '%' && s.pos > 0 && s.text[s.pos-1] == '{':
		return placeholder(s.pos - 1)
	case strings.IndexByte("|>@`%", char) >= 0:
		return &fault{"a value cannot begin with " + string(char) + " unless it is quoted", s.pos, s.pos + 1}
	}
	if err := s.saveKey(); err != nil {
		return err
	}
	s.mayKey = false
	switch char {
	case '!':
		return s.tag()
	case '&':
		return s.name(anchorName)
	case '*':
		return s.name(aliasName)
	case '\'':
		return s.singleQuoted()
	case '"':
		return s.doubleQuoted()
	default:
		return s.plain()
	}
}

// skipBlanks moves over blanks, line ends and comments.
func (s *scanner) skipBlanks() {
	for s.pos < len(s.text) {
		switch char := s.text[s.pos]; {
		case char == ' ':
			s.pos++
		case char == '\t' && (s.flow() > 0 || !s.mayKey || s.restIsBlank()):
			s.replace(s.pos, s.pos+1, " ") // the engine takes tabs for indentation
			s.pos++
		case char == '\n':
			s.newLine()
			s.mayKey = s.mayKey || s.flow() == 0
		case char == '#':
			s.comment()
		default:
			return
		}
	}
}

// restIsBlank reports whether nothing but blanks and a comment is left of the line.
func (s *scanner) restIsBlank() bool {
	rest := strings.TrimLeft(s.text[s.pos:s.pos+s.lineLength()], " \t")
	return rest == "" || rest[0] == '#'
}

func (s *scanner) comment() {
	end := s.pos + s.lineLength()
	s.lexemes = append(s.lexemes, lexeme{kind: comment, start: s.pos, end: end})
	s.pos = end
}

// newLine moves over the line end at the current place.
func (s *scanner) newLine() {
	s.pos++
	s.lineStart = s.pos
}

// lineLength returns the number of bytes up to the end of the line.
func (s *scanner) lineLength() int {
	if n := strings.IndexByte(s.text[s.pos:], '\n'); n >= 0 {
		return n
	}
	return len(s.text) - s.pos
}

// blankAt reports whether a blank, a line end or the end of the text is at pos.
func (s *scanner) blankAt(pos int) bool {
	return pos >= len(s.text) || s.text[pos] == ' ' || s.text[pos] == '\t' || s.text[pos] == '\n'
}

// at reports whether the prefix is at the current place.
func (s *scanner) at(prefix string) bool {
	return strings.HasPrefix(s.text[s.pos:], prefix)
}

// atMarker reports whether the marker of a document's start or end is at the current place.
func (s *scanner) atMarker(marker string) bool {
	return s.at(marker) && s.blankAt(s.pos+len(marker))
}

// atBoundary reports whether a document starts or ends at the current place.
func (s *scanner) atBoundary() bool {
	return s.pos == s.lineStart && (s.atMarker("---") || s.atMarker("..."))
}

// flow returns how many brackets are open.
func (s *scanner) flow() int {
	return len(s.brackets)
}

// emit appends the lexeme that stands at the current place and ends at end, and moves there.
func (s *scanner) emit(kind lexemeKind, end int) *lexeme {
	s.lexemes = append(s.lexemes, lexeme{kind: kind, start: s.pos, end: end, closes: s.closes})
	s.closes = 0
	s.pos = end
	return &s.lexemes[len(s.lexemes)-1]
}

func isFlowIndicator(char byte) bool {
	return char == ',' || char == '[' || char == ']' || char == '{' || char == '}'
}

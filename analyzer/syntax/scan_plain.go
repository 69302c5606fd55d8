package syntax

import "strings"

// plain scans a scalar without quotes, which may go on for several lines.
func (s *scanner) plain() error {
	start, end := s.pos, s.pos
	lineEnded := false
	for !s.atBoundary() && !s.at("#") {
		if s.word() {
			end, lineEnded = s.pos, false
		}
		if s.pos == len(s.text) || !s.blankAt(s.pos) {
			break
		}
		ended, err := s.plainBlanks()
		if err != nil {
			return err
		}
		lineEnded = lineEnded || ended
		if s.flow() == 0 && s.pos-s.lineStart <= s.indent {
			break
		}
	}
	s.mayKey = lineEnded
	next := s.pos
	s.pos = start
	s.emit(plainScalar, end).value = fold(s.text[start:end], plainFolding)
	s.pos = next
	if !s.isSafe(s.text[start:end]) {
		s.replace(start, end, standIn)
	}
	return nil
}

// word moves over the text of a plain scalar up to a blank or the scalar's end, and reports whether
// there is any.
func (s *scanner) word() bool {
	start := s.pos
	for s.pos < len(s.text) && !s.blankAt(s.pos) {
		char := s.text[s.pos]
		if char == ':' && s.endsWord(s.pos+1) || s.flow() > 0 && isFlowIndicator(char) {
			break
		}
		s.pos++
	}
	return s.pos > start
}

// plainBlanks moves over the blanks and line ends inside or after a plain scalar, and reports
// whether a line ended.
func (s *scanner) plainBlanks() (bool, error) {
	ended := false
	for s.pos < len(s.text) && s.blankAt(s.pos) {
		switch char := s.text[s.pos]; {
		case char == '\n':
			s.newLine()
			ended = true
		case char == '\t' && ended && s.pos-s.lineStart <= s.indent:
			return ended, misplacedTab(s.pos)
		default:
			s.pos++
		}
	}
	return ended, nil
}

// tag scans a tag. It ends at a blank, or at a flow indicator as in [!GetAZs].
func (s *scanner) tag() error {
	start, end := s.pos, s.pos+1
	if s.at("!<") {
		for !s.blankAt(end) && s.text[end] != '>' {
			end++
		}
	}
	for !s.blankAt(end) && (s.flow() == 0 || strings.IndexByte(",]}", s.text[end]) < 0) {
		if strings.IndexByte("\"'{}[],", s.text[end]) >= 0 {
			return &fault{"a blank is missing between the tag and its value", start, end}
		}
		end++
	}
	s.emitProperty(tagName, end).value = s.text[start:end]
	return nil
}

// name scans an anchor or an alias.
func (s *scanner) name(kind lexemeKind) error {
	start, end := s.pos, s.pos+1
	for end < len(s.text) && isNameByte(s.text[end]) {
		end++
	}
	ended := s.blankAt(end) || strings.IndexByte(",]}", s.text[end]) >= 0 || s.text[end] == ':' && s.blankAt(end+1)
	if end == start+1 || !ended {
		return &fault{"letters, digits, - and _ must follow the " + s.text[start:start+1], start, end}
	}
	if kind == anchorName {
		s.emitProperty(kind, end).value = s.text[start+1 : end]
		return nil
	}
	s.emit(kind, end).value = s.text[start+1 : end]
	s.replace(start, end, standIn)
	return nil
}

func isNameByte(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' || b == '-'
}

// emitProperty appends a tag or an anchor, and takes it out of the text of the engine, which
// miscounts columns after it and loses one at the end of the text. The value moves into its place.
func (s *scanner) emitProperty(kind lexemeKind, end int) *lexeme {
	after := end
	for after < len(s.text) && s.text[after] != '\n' && s.blankAt(after) {
		after++
	}
	s.replace(s.pos, after, "")
	property := s.emit(kind, end)
	s.pos = after
	return property
}

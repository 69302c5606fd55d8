package syntax

import "strings"

// boundary scans a lexeme that ends all that is open: a marker, a directive or the end.
func (s *scanner) boundary(kind lexemeKind, length int) error {
	if s.flow() > 0 {
		open := s.brackets[s.flow()-1]
		return &fault{"the " + s.text[open:open+1] + " that opens here is never closed", open, open + 1}
	}
	s.unroll(-1)
	if err := s.dropKey(); err != nil {
		return err
	}
	s.mayKey = false
	s.emit(kind, s.pos+length)
	if kind == directive {
		s.replace(s.pos-length, s.pos, "") // directives say nothing about the content
	}
	return nil
}

// indicator scans a bracket or comma of the flow context.
func (s *scanner) indicator(char byte) error {
	switch char {
	case '[':
		return s.open(openSequence)
	case '{':
		return s.open(openMapping)
	case ']':
		return s.close(closeSequence, '[')
	case '}':
		return s.close(closeMapping, '{')
	default:
		if err := s.dropKey(); err != nil {
			return err
		}
		s.mayKey = true
		s.emit(comma, s.pos+1)
		return nil
	}
}

func (s *scanner) open(kind lexemeKind) error {
	if err := s.saveKey(); err != nil {
		return err
	}
	s.keys = append(s.keys, keyCandidate{})
	s.brackets = append(s.brackets, s.pos)
	s.mayKey = true
	s.emit(kind, s.pos+1)
	return s.checkDepth()
}

func (s *scanner) close(kind lexemeKind, opener byte) error {
	last := s.flow() - 1
	if last < 0 || s.text[s.brackets[last]] != opener {
		message := "there is no " + string(opener) + " that this " + s.text[s.pos:s.pos+1] + " could close"
		return &fault{message, s.pos, s.pos + 1}
	}
	s.keys = s.keys[:last+1]
	s.brackets = s.brackets[:last]
	s.mayKey = false
	s.emit(kind, s.pos+1)
	return nil
}

// dash scans the "-" of a block sequence.
func (s *scanner) dash() error {
	if s.flow() == 0 && !s.mayKey {
		return &fault{"a list item cannot begin here", s.pos, s.pos + 1}
	}
	if err := s.dropKey(); err != nil {
		return err
	}
	opens := s.roll(s.pos-s.lineStart, Sequence)
	s.mayKey = true
	s.emit(dash, s.pos+1).opens = opens
	return s.checkDepth()
}

// question scans the "?" of an explicit key.
func (s *scanner) question() error {
	if s.flow() == 0 && !s.mayKey {
		return &fault{"a key cannot begin here", s.pos, s.pos + 1}
	}
	if err := s.dropKey(); err != nil {
		return err
	}
	opens := s.roll(s.pos-s.lineStart, Mapping)
	s.mayKey = s.flow() == 0
	s.emit(question, s.pos+1).opens = opens
	if s.pos == len(s.text) || s.text[s.pos] == '\n' {
		s.replace(s.pos, s.pos, " ") // to the engine a lone "?" is text
	}
	return s.checkDepth()
}

// isColon reports whether the ":" at the current place ends a key. In flow context one that is
// followed by text does so right after a quote or bracket, as in JSON; else it begins a plain
// scalar, as in [::/0].
func (s *scanner) isColon() bool {
	if s.endsWord(s.pos + 1) {
		return true
	}
	if s.flow() == 0 {
		return false
	}
	before := s.lexemes[len(s.lexemes)-1]
	return before.end == s.pos && before.kind.isOne(singleQuoted, doubleQuoted, closeSequence, closeMapping)
}

// endsWord reports whether a ":" before pos is no part of a plain scalar.
func (s *scanner) endsWord(pos int) bool {
	return s.blankAt(pos) || s.flow() > 0 && isFlowIndicator(s.text[pos])
}

// colon scans the ":" between a key and its value, and marks the key.
func (s *scanner) colon() error {
	candidate := s.keys[s.flow()]
	isKey, err := s.isKey(candidate)
	if err != nil {
		return err
	}
	opens := Kind(0)
	switch {
	case isKey:
		first := &s.lexemes[candidate.lexeme]
		first.isKey = true
		first.opens = s.roll(candidate.start-candidate.lineStart, Mapping)
		s.keys[s.flow()].possible = false
		s.mayKey = false
	case s.flow() == 0 && !s.mayKey:
		return s.strayColon()
	default: // the value of an explicit or an empty key
		opens = s.roll(s.pos-s.lineStart, Mapping)
		s.mayKey = s.flow() == 0
	}
	s.emit(colon, s.pos+1).opens = opens
	if !s.blankAt(s.pos) {
		s.replace(s.pos, s.pos, " ") // to the engine the colon is text without it
	}
	return s.checkDepth()
}

// strayColon returns the fault for a colon inside a value.
func (s *scanner) strayColon() error {
	message := "a value with a colon and a blank in it must be quoted"
	if last := s.lexemes[len(s.lexemes)-1]; strings.Contains(s.text[last.start:last.end], "\n") {
		message = "the text before this colon goes on from the line above, so it is no key: check the indentation"
	}
	return &fault{message, s.pos, s.pos + 1}
}

// roll begins a block collection if the column is deeper than the current one, and returns the kind
// if it does.
func (s *scanner) roll(column int, kind Kind) Kind {
	if s.flow() > 0 || s.indent >= column {
		return 0
	}
	s.outer = append(s.outer, s.indent)
	s.indent = column
	return kind
}

// unroll ends the block collections that are deeper than the column.
func (s *scanner) unroll(column int) {
	for s.flow() == 0 && s.indent > column {
		s.closes++
		s.indent = s.outer[len(s.outer)-1]
		s.outer = s.outer[:len(s.outer)-1]
	}
}

// checkDepth keeps the engine from text that is nested too deeply. The builder counts exactly.
func (s *scanner) checkDepth() error {
	if len(s.outer)+s.flow() > maxDepth {
		return tooDeep(s.pos - 1)
	}
	return nil
}

package syntax

import "unicode/utf8"

// maxKeyLength is how far a key's colon may be from the start of the key, in characters (YAML 1.2,
// section 7.4.2).
const maxKeyLength = 1024

// keyCandidate is the beginning of a node that proves to be a key when a colon follows.
type keyCandidate struct {
	possible bool
	// required says that the text is wrong if no colon follows.
	required bool
	// lexeme is the index of the first lexeme.
	lexeme           int
	start, lineStart int
}

// saveKey notes that the lexeme at the current place may begin a key.
func (s *scanner) saveKey() error {
	if !s.mayKey {
		return nil
	}
	if err := s.dropKey(); err != nil {
		return err
	}
	s.keys[s.flow()] = keyCandidate{
		possible:  true,
		required:  s.flow() == 0 && s.indent == s.pos-s.lineStart,
		lexeme:    len(s.lexemes),
		start:     s.pos,
		lineStart: s.lineStart,
	}
	return nil
}

// dropKey gives up the key candidate: no colon can follow it any more.
func (s *scanner) dropKey() error {
	candidate := s.keys[s.flow()]
	s.keys[s.flow()].possible = false
	if candidate.possible && candidate.required {
		return s.missingColon(candidate)
	}
	return nil
}

// isKey reports whether the candidate may have its colon at the current place: on the same line,
// and not too far away.
func (s *scanner) isKey(candidate keyCandidate) (bool, error) {
	if !candidate.possible {
		return false, nil
	}
	length := s.pos - candidate.start
	if length > maxKeyLength && length <= maxKeyLength*utf8.UTFMax {
		length = utf8.RuneCountInString(s.text[candidate.start:s.pos])
	}
	if candidate.lineStart == s.lineStart && length <= maxKeyLength {
		return true, nil
	}
	if candidate.required {
		return false, s.missingColon(candidate)
	}
	return false, nil
}

func (s *scanner) missingColon(candidate keyCandidate) error {
	const message = "a key is expected here, but no colon follows on its line"
	return &fault{message, candidate.start, s.lexemes[candidate.lexeme].end}
}

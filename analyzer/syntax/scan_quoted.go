package syntax

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// singleQuoted scans a scalar in single quotes.
func (s *scanner) singleQuoted() error {
	start := s.pos
	for pos := start + 1; pos < len(s.text); pos++ {
		switch {
		case s.text[pos] == '\n':
			if err := s.quotedLine(start, pos); err != nil {
				return err
			}
		case s.text[pos] != '\'':
		case strings.HasPrefix(s.text[pos:], "''"):
			pos++
		default:
			s.emit(singleQuoted, pos+1)
			if raw := s.text[start : pos+1]; strings.ContainsAny(raw, "\t\n") {
				s.replace(start, pos+1, fold(raw, singleFolding))
			}
			return nil
		}
	}
	return s.unterminated(start)
}

// doubleQuoted scans a scalar in double quotes.
func (s *scanner) doubleQuoted() error {
	start := s.pos
	for pos := start + 1; pos < len(s.text); pos++ {
		switch s.text[pos] {
		case '\n':
			if err := s.quotedLine(start, pos); err != nil {
				return err
			}
		case '\\':
			length, err := s.escape(pos)
			if err != nil {
				return err
			}
			pos += length - 1
		case '"':
			s.emit(doubleQuoted, pos+1)
			if raw := s.text[start : pos+1]; strings.ContainsAny(raw, "\t\n") {
				s.replace(start, pos+1, escapeTabs(fold(raw, doubleFolding)))
			}
			return nil
		}
	}
	return s.unterminated(start)
}

// quotedLine notes the line end at pos, inside quotes. A document's marker may not follow it.
func (s *scanner) quotedLine(start, pos int) error {
	s.pos = pos
	s.newLine()
	marked := s.atBoundary()
	s.pos = start
	if marked {
		return s.unterminated(start)
	}
	return nil
}

func (s *scanner) unterminated(start int) error {
	s.pos = start
	return &fault{"the quote that opens here is never closed", start, start + s.lineLength()}
}

// escape returns the length of the escape sequence at pos. An escaped line end counts as the
// backslash alone.
func (s *scanner) escape(pos int) (int, error) {
	rest := s.text[pos+1:]
	switch {
	case rest == "", rest[0] == '\n':
		return 1, nil
	case strings.IndexByte("0abt\tnvfre \"/\\N_LP", rest[0]) >= 0:
		return 2, nil
	case rest[0] == 'x':
		return s.code(pos, 4)
	case rest[0] == 'u':
		return s.code(pos, 6)
	case rest[0] == 'U':
		return s.code(pos, 10)
	}
	_, size := utf8.DecodeRuneInString(rest)
	end := pos + 1 + size
	return 0, &fault{"in double quotes " + s.text[pos:end] + " has no meaning; a backslash is written \\\\", pos, end}
}

// code returns the length of the escape sequence at pos that names a character by its code, which
// has the given length. A pair of surrogates, as JSON writes them, counts as one.
func (s *scanner) code(pos, length int) (int, error) {
	code, ok := s.hexadecimal(pos+2, pos+length)
	if !ok {
		return 0, &fault{s.text[pos:pos+2] + " needs " + strconv.Itoa(length-2) + " hexadecimal digits", pos, pos + 2}
	}
	if code&^0x3FF == 0xD800 && strings.HasPrefix(s.text[pos+length:], `\u`) {
		if low, ok := s.hexadecimal(pos+length+2, pos+2*length); ok && low&^0x3FF == 0xDC00 {
			return 2 * length, nil
		}
	}
	if code > utf8.MaxRune || code&^0x7FF == 0xD800 {
		return 0, &fault{s.text[pos:pos+length] + " is no character", pos, pos + length}
	}
	return length, nil
}

// hexadecimal returns the number that is written from start to end.
func (s *scanner) hexadecimal(start, end int) (uint64, bool) {
	if end > len(s.text) {
		return 0, false
	}
	number, err := strconv.ParseUint(s.text[start:end], 16, 32)
	return number, err == nil && s.text[start] != '+'
}

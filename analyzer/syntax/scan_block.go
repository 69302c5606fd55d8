package syntax

import (
	"regexp"
	"strings"
)

// blockHeader matches the header of a block scalar.
var blockHeader = regexp.MustCompile(`^[|>]([-+][1-9]?|[1-9][-+]?)?`)

// block scans a literal or folded scalar: a header, and the lines indented below it. The engine is
// not asked about its text: it trims lines and misplaces explicit indentation.
func (s *scanner) block() error {
	start := s.pos
	header := start + len(blockHeader.FindString(s.text[start:min(start+3, len(s.text))]))
	s.emit(blockScalar, header)
	index := len(s.lexemes) - 1
	for s.pos < len(s.text) && (s.text[s.pos] == ' ' || s.text[s.pos] == '\t') {
		s.pos++
	}
	if s.at("#") {
		s.comment()
	}
	if length := s.lineLength(); length > 0 {
		const message = "after | and > only a +, a - and an indentation from 1 to 9 may stand"
		return &fault{message, s.pos, s.pos + length}
	}
	end := s.pos
	if s.pos < len(s.text) {
		s.newLine()
		lines, err := s.blockLines(s.text[start+1 : header])
		if err != nil {
			return err
		}
		scalar := &s.lexemes[index]
		scalar.value = lines.join(s.text[start:header])
		if lines.end > 0 {
			scalar.end = lines.end
			end = lines.end
		}
	}
	s.replace(start, end, standIn)
	return nil
}

// blockLines are the lines of a block scalar that are not empty.
type blockLines struct {
	texts []string
	// breaks are the numbers of line ends before each line and after the last.
	breaks []int
	// end is the place after the last character; 0 where there is none.
	end int
}

// blockLines moves over the lines of a block scalar and returns them without their indentation.
func (s *scanner) blockLines(options string) (blockLines, error) {
	indent := 0
	if i := strings.IndexAny(options, "123456789"); i >= 0 {
		indent = max(s.indent, 0) + int(options[i]-'0')
	}
	indent, breaks, err := s.blockBreaks(indent)
	lines := blockLines{breaks: []int{breaks}}
	for err == nil && s.pos < len(s.text) && s.pos-s.lineStart == indent {
		line := s.text[s.pos : s.pos+s.lineLength()]
		if written := strings.TrimRight(line, " \t"); written != "" {
			lines.end = s.pos + len(written)
		}
		s.pos += len(line)
		breaks = 0
		if s.pos < len(s.text) {
			s.newLine()
			_, breaks, err = s.blockBreaks(indent)
			breaks++
		}
		lines.texts = append(lines.texts, line)
		lines.breaks = append(lines.breaks, breaks)
	}
	return lines, err
}

// blockBreaks moves over empty lines and the indentation of the next line in a block scalar. It
// returns the indentation, which is not known yet where it is given as 0, and the number of lines.
func (s *scanner) blockBreaks(indent int) (int, int, error) {
	deepest, breaks := 0, 0
	for {
		for s.at(" ") && (indent == 0 || s.pos-s.lineStart < indent) {
			s.pos++
		}
		column := s.pos - s.lineStart
		deepest = max(deepest, column)
		switch {
		case s.at("\n"):
			s.newLine()
			breaks++
		case s.at("\t") && (indent == 0 || column < indent):
			return 0, 0, misplacedTab(s.pos)
		case indent == 0:
			return max(deepest, s.indent+1, 1), breaks, nil
		default:
			return indent, breaks, nil
		}
	}
}

// join returns the value of the scalar with the given header (YAML 1.2, sections 8.1.1 and 8.1.3).
func (b *blockLines) join(header string) string {
	var value strings.Builder
	last := len(b.texts) - 1
	for i, line := range b.texts {
		breaks := b.breaks[i]
		if folds := header[0] == '>' && i > 0 && !isIndented(b.texts[i-1]) && !isIndented(line); folds && breaks == 1 {
			value.WriteByte(' ')
			breaks = 0
		} else if folds {
			breaks--
		}
		value.WriteString(strings.Repeat("\n", breaks))
		value.WriteString(line)
	}
	switch breaks := b.breaks[last+1]; {
	case strings.Contains(header, "+"):
		value.WriteString(strings.Repeat("\n", breaks))
	case last >= 0 && breaks > 0 && !strings.Contains(header, "-"):
		value.WriteByte('\n')
	}
	return value.String()
}

// isIndented reports whether the line of a folded scalar begins with a blank, so that it is not
// folded.
func isIndented(line string) bool {
	return line[0] == ' ' || line[0] == '\t'
}

package lsp

import (
	"bytes"
	"unicode/utf8"

	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// byteOrderMark is the UTF-8 encoding of U+FEFF. It has no column: editors hide it.
var byteOrderMark = []byte("\ufeff")

// encoding counts the characters of a line.
type encoding string

// positionOf returns a place in a file as the protocol counts. Without the file, bytes can't be counted, and UTF-16
// units stand in for them.
func (e encoding) positionOf(file *source.File, at source.Position) position {
	if at.Line == 0 {
		return position{}
	}
	character := at.ColumnUTF16 - 1
	if e == encodingUTF8 && file != nil {
		character = at.Offset - textStart(file, at.Line)
	}
	return position{Line: int64(at.Line - 1), Character: int64(max(0, character))}
}

func (e encoding) rangeOf(file *source.File, span source.Span) textRange {
	return textRange{Start: e.positionOf(file, span.Start), End: e.positionOf(file, span.End)}
}

// offsetOf returns the byte offset of a place. What is beyond a line is its end, what is beyond the file the end of
// that, what is before them their start, and what is inside a character the start of it.
func (e encoding) offsetOf(file *source.File, at position) int {
	switch {
	case at.Line < 0:
		return 0
	case at.Line >= int64(file.Lines()):
		return len(file.Content)
	}
	number := int(at.Line) + 1
	start := textStart(file, number)
	line := file.Content[start:file.LineStart(number+1)]
	line = bytes.TrimRight(line, "\r\n")
	offset, units := 0, int64(0)
	for offset < len(line) {
		char, size := utf8.DecodeRune(line[offset:])
		if units += e.units(char, size); units > at.Character {
			break
		}
		offset += size
	}
	return start + offset
}

// units returns how much of a line a character takes, whose UTF-8 form has size bytes.
func (e encoding) units(char rune, size int) int64 {
	switch {
	case e == encodingUTF8:
		return int64(size)
	case char > 0xFFFF:
		return 2
	default:
		return 1
	}
}

// textStart returns the byte offset of the first column of a line.
func textStart(file *source.File, line int) int {
	start := file.LineStart(line)
	if line == 1 && bytes.HasPrefix(file.Content, byteOrderMark) {
		start = len(byteOrderMark)
	}
	return start
}

package discover

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// headSize is the number of bytes at the start of a file that tell text from binary, as for git.
const headSize = 8000

// padding is the number of zero bytes in a row that no text has, whatever its encoding.
const padding = 4

// isBinary reports whether the text has zero bytes near its start that make it no text.
func isBinary(text []byte) bool {
	return hasZero(text) && !isSprinkled(text)
}

// hasZero reports whether the text has a zero byte near its start, as only UTF-16 may.
func hasZero(text []byte) bool {
	return byteOrder(text) == nil && bytes.IndexByte(headOf(text), 0) >= 0
}

// isSprinkled reports whether zero bytes are all that keeps the start of a file from being text: an
// editor or a broken transfer may have left some. Binary formats have other control
// characters besides, and archives of texts pad with many zero bytes in a row.
func isSprinkled(text []byte) bool {
	head := bytes.TrimRight(headOf(text), "\x00")
	isControl := func(char rune) bool { return char < ' ' && char != 0 && !strings.ContainsRune("\t\n\f\r", char) }
	return len(head) > 0 && !bytes.Contains(head, make([]byte, padding)) && !bytes.ContainsFunc(head, isControl)
}

func headOf(text []byte) []byte {
	return text[:min(len(text), headSize)]
}

// byteOrder returns the byte order of a UTF-16 text, nil for any other. Without a byte order mark it is told by
// the zero bytes of the first two characters, as in YAML (version 1.2, section 5.2).
func byteOrder(text []byte) binary.ByteOrder {
	isText := func(index int) bool { return text[index] >= '\t' }
	isZero := func(index int) bool { return text[index] == 0 }
	switch {
	case bytes.HasPrefix(text, []byte("\xff\xfe")):
		return binary.LittleEndian
	case bytes.HasPrefix(text, []byte("\xfe\xff")):
		return binary.BigEndian
	case len(text) < 4:
		return nil
	case isText(0) && isZero(1) && isText(2) && isZero(3):
		return binary.LittleEndian
	case isZero(0) && isText(1) && isZero(2) && isText(3):
		return binary.BigEndian
	default:
		return nil
	}
}

// fromUTF16 returns a text as UTF-8. A template that an editor saved as UTF-16 is a template, though
// CloudFormation and the parser refuse it.
func fromUTF16(text []byte) []byte {
	order := byteOrder(text)
	if order == nil {
		return text
	}
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = order.Uint16(text[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

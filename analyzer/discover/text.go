package discover

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
)

// headSize is the number of bytes at the start of a file that tell text from binary, as for git.
const headSize = 8000

// isBinary reports whether the text has a zero byte near its start. UTF-16 has one, too, but starts
// with a byte order mark.
func isBinary(text []byte) bool {
	return byteOrder(text) == nil && bytes.IndexByte(text[:min(len(text), headSize)], 0) >= 0
}

// byteOrder returns the byte order of a UTF-16 text, nil for any other.
func byteOrder(text []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(text, []byte("\xff\xfe")):
		return binary.LittleEndian
	case bytes.HasPrefix(text, []byte("\xfe\xff")):
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

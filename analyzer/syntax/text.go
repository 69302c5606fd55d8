package syntax

import (
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"
)

const byteOrderMark = "\ufeff"

// text is the content of a YAML file as it is scanned: without a byte order mark, and with every
// line ended by "\n". It knows the way back to the offsets of the file.
type text struct {
	content string
	// shift is the length of the byte order mark.
	shift int
	// dropped are the places in content where a "\r" stood before the "\n".
	dropped []int
}

// newText returns the text of the content, which must be valid UTF-8.
func newText(content []byte) *text {
	t := &text{content: strings.TrimPrefix(string(content), byteOrderMark)}
	t.shift = len(content) - len(t.content)
	if strings.Contains(t.content, "\r") {
		t.unifyLines()
	}
	return t
}

// unifyLines turns "\r\n" and a lone "\r" into "\n".
func (t *text) unifyLines() {
	var unified strings.Builder
	unified.Grow(len(t.content))
	for i := range len(t.content) {
		switch b := t.content[i]; {
		case b != '\r':
			unified.WriteByte(b)
		case strings.HasPrefix(t.content[i+1:], "\n"):
			t.dropped = append(t.dropped, unified.Len())
		default:
			unified.WriteByte('\n')
		}
	}
	t.content = unified.String()
}

// offset returns the offset in the file of the byte at pos.
func (t *text) offset(pos int) int {
	return t.shift + pos + sort.SearchInts(t.dropped, pos)
}

// checkEncoding returns a fault at the first byte that is not UTF-8.
func checkEncoding(content []byte) error {
	if utf8.Valid(content) {
		return nil
	}
	offset := 0
	for offset < len(content) {
		char, size := utf8.DecodeRune(content[offset:])
		if char == utf8.RuneError && size == 1 {
			break
		}
		offset += size
	}
	message := fmt.Sprintf("the byte 0x%02X is not UTF-8", content[offset])
	if mark := string(content[:min(2, len(content))]); mark == "\xFF\xFE" || mark == "\xFE\xFF" {
		message = "the file is UTF-16, but only UTF-8 can be read"
	}
	return &fault{message, offset, offset + 1}
}

// checkCharacters returns a fault at the first character that YAML forbids, even in quotes (YAML
// 1.2, section 5.1).
func checkCharacters(content string) error {
	for pos, char := range content {
		if char < ' ' && char != '\n' && char != '\t' || char > '~' && !isPrintable(char) {
			message := fmt.Sprintf("the control character U+%04X is not allowed", char)
			return &fault{message, pos, pos + utf8.RuneLen(char)}
		}
	}
	return nil
}

// isPrintable reports whether YAML allows the character, which is beyond "~".
func isPrintable(char rune) bool {
	return char >= 0xA0 && char != 0xFFFE && char != 0xFFFF || char == 0x85
}

package report

import (
	"fmt"
	"strings"
	"unicode"
)

// Joiners shape the characters beside them and belong to ordinary text in several scripts, and to
// emoji, although Unicode counts them as format characters.
const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// visible returns the text with every character written out that could steer a terminal, break a
// line or reorder what stands around it. Templates are not trusted: an escape sequence in a resource
// name must not reach the screen.
func visible(text string) string {
	var shown strings.Builder
	for _, char := range text { // a byte that is not UTF-8 arrives as U+FFFD
		shown.WriteString(visibleRune(char))
	}
	return shown.String()
}

// visibleRune returns the character itself, or an escape as Go and YAML write it.
func visibleRune(char rune) string {
	switch {
	case char == '\n':
		return `\n`
	case char == '\r':
		return `\r`
	case char == '\t':
		return `\t`
	case char == zeroWidthJoiner, char == zeroWidthNonJoiner:
		return string(char)
	case !unicode.In(char, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp):
		return string(char)
	case char <= 0xFF:
		return fmt.Sprintf(`\x%02x`, char)
	case char <= 0xFFFF:
		return fmt.Sprintf(`\u%04x`, char)
	default:
		return fmt.Sprintf(`\U%08x`, char)
	}
}

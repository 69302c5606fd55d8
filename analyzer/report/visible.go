package report

import (
	"strconv"
	"strings"
	"unicode"
)

// Joiners shape the characters beside them and belong to ordinary text in several scripts, and to
// emoji, although Unicode counts them as format characters.
const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// Visible returns the text with every character written out, as Go and YAML escape it, that could steer
// a terminal, break a line, reorder what stands around it or hide. Templates, and the names of files, come
// from archives and pull requests: an escape sequence in one must not reach the screen. A byte that is
// not UTF-8 becomes U+FFFD.
func Visible(text string) string {
	var shown strings.Builder
	for _, char := range text {
		if IsVisible(char) {
			shown.WriteRune(char)
			continue
		}
		shown.WriteString(strings.Trim(strconv.QuoteRuneToASCII(char), "'"))
	}
	return shown.String()
}

// IsVisible reports whether [Visible] leaves the character as it is: letters, marks, digits, punctuation,
// symbols, spaces and joiners. Controls, line breaks, format characters and what Unicode assigns to nobody
// are not among them.
func IsVisible(char rune) bool {
	return unicode.IsGraphic(char) || char == zeroWidthNonJoiner || char == zeroWidthJoiner
}

package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
)

// Joiners shape the characters beside them and belong to ordinary text, although Unicode counts them
// as format characters.
const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// visible returns the text with every character written out that could steer a terminal, break a
// line or reorder what stands around it. Names of files come from archives and pull requests: they
// are not trusted.
func visible(text string) string {
	var shown strings.Builder
	for _, char := range text { // a byte that is not UTF-8 arrives as U+FFFD
		if isHarmless(char) {
			shown.WriteRune(char)
			continue
		}
		shown.WriteString(escaped(char))
	}
	return shown.String()
}

func isHarmless(char rune) bool {
	return unicode.IsGraphic(char) || char == zeroWidthNonJoiner || char == zeroWidthJoiner
}

// escaped returns the character as an escape of Go and YAML.
func escaped(char rune) string {
	return strings.Trim(strconv.QuoteRuneToASCII(char), "'")
}

// visibleLines is visible for a text of several lines.
func visibleLines(text string) string {
	var shown strings.Builder
	for line := range strings.Lines(text) {
		content, hasEnd := strings.CutSuffix(line, "\n")
		shown.WriteString(visible(content))
		if hasEnd {
			shown.WriteByte('\n')
		}
	}
	return shown.String()
}

// visibleJSON writes the same characters of a JSON text as JSON does, which leaves its meaning as it
// is: outside of strings there are none but blanks.
func visibleJSON(text string) string {
	var shown strings.Builder
	for _, char := range text {
		switch {
		case isHarmless(char), char == '\n':
			shown.WriteRune(char)
		case char > 0xFFFF:
			high, low := utf16.EncodeRune(char)
			fmt.Fprintf(&shown, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&shown, `\u%04x`, char)
		}
	}
	return shown.String()
}

// visibleWriter makes visible what is written to it.
type visibleWriter struct{ io.Writer }

// Write writes the text made visible. What the command line library says comes in whole texts, so that
// no character is cut in two.
func (w visibleWriter) Write(text []byte) (int, error) {
	if _, err := io.WriteString(w.Writer, visibleLines(string(text))); err != nil {
		return 0, err //nolint:wrapcheck // the writer's own error
	}
	return len(text), nil
}

package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"github.com/latchkey-dev/latchkey/analyzer/report"
)

// visibleLines is [report.Visible] for a text of several lines.
func visibleLines(text string) string {
	var shown strings.Builder
	for line := range strings.Lines(text) {
		content, hasEnd := strings.CutSuffix(line, "\n")
		shown.WriteString(report.Visible(content))
		if hasEnd {
			shown.WriteByte('\n')
		}
	}
	return shown.String()
}

// visibleJSON writes out the characters of a JSON text that [report.Visible] does, but as JSON escapes them,
// which leaves its meaning as it is: outside of strings there are none but blanks.
func visibleJSON(text string) string {
	var shown strings.Builder
	for _, char := range text {
		switch {
		case report.IsVisible(char), char == '\n':
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

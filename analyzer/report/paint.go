package report

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// style is a terminal's SGR sequence (ECMA-48, section 8.3.117); "" is plain text.
type style string

// The styles, all from the 16 colours that every terminal theme keeps readable.
const (
	plain    style = ""
	strong   style = "\x1b[1m"
	faint    style = "\x1b[2m"
	frame    style = "\x1b[1;34m"
	added    style = "\x1b[32m"
	critical style = "\x1b[1;35m"
	high     style = "\x1b[1;31m"
	medium   style = "\x1b[1;33m"
	low      style = "\x1b[1;36m"

	reset = "\x1b[0m"
)

// severityStyle returns the style of a severity's word and carets.
func severityStyle(severity rule.Severity) style {
	switch severity {
	case rule.Critical:
		return critical
	case rule.High:
		return high
	case rule.Medium:
		return medium
	case rule.Low:
		return low
	default:
		return plain
	}
}

// palette paints text, or leaves it as it is.
type palette struct {
	on bool
}

func (p palette) paint(style style, text string) string {
	if !p.on || style == plain || text == "" {
		return text
	}
	return string(style) + text + reset
}

// run is text in one style, and runs is a line of them.
type (
	run struct {
		style style
		text  string
	}
	runs []run
)

// width returns the number of terminal columns that the line takes.
func (r runs) width() int {
	total := 0
	for _, part := range r {
		total += width(part.text)
	}
	return total
}

func (p palette) render(line runs) string {
	var out strings.Builder
	for _, part := range line {
		out.WriteString(p.paint(part.style, part.text))
	}
	return out.String()
}

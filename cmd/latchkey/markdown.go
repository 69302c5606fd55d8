package main

import (
	"regexp"
	"strings"
)

// The sequences that turn a terminal's styles on and off (ECMA-48, section 8.3.117).
const (
	bold  = "\x1b[1m"
	dim   = "\x1b[2m"
	cyan  = "\x1b[36m"
	reset = "\x1b[0m"
)

var (
	codeSpan = regexp.MustCompile("`([^`\n]+)`")
	link     = regexp.MustCompile(`\[([^\]\n]+)\]\(([^)\s]+)\)`)
)

// paintMarkdown gives the few forms of Markdown that the pages of rules have the styles of a
// terminal, in place of their marks.
func paintMarkdown(page string) string {
	var painted strings.Builder
	fence := ""
	for line := range strings.Lines(page) {
		text := strings.TrimSuffix(line, "\n")
		switch marks := fenceMarks(text); {
		case fence != "" && text == fence:
			fence = ""
			continue
		case fence != "":
			text = "    " + text
		case marks != "":
			fence = marks
			continue
		case strings.HasPrefix(text, "#"):
			text = bold + strings.TrimLeft(text, "# ") + reset
		default:
			text = codeSpan.ReplaceAllString(text, cyan+"$1"+reset)
			text = link.ReplaceAllString(text, "$1 "+dim+"$2"+reset)
		}
		painted.WriteString(text + "\n")
	}
	return painted.String()
}

// fenceMarks returns the marks that open a fenced block, "" for any other line.
func fenceMarks(line string) string {
	marks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
	if len(marks) < 3 {
		return ""
	}
	return marks
}

package report

import (
	"strings"

	"github.com/mattn/go-runewidth"
)

// measure counts terminal columns the same on every machine; the library's own default depends on
// the locale.
var measure = &runewidth.Condition{StrictEmojiNeutral: true}

// width returns the number of terminal columns that the text takes.
func width(text string) int {
	return measure.StringWidth(text)
}

// wrap breaks text at blanks into lines of at most the given number of columns. A word is never
// broken: a long ARN stands out of its column, but can be copied. There is always one line.
func wrap(text string, columns int) []string {
	return fill(strings.Fields(text), " ", columns, "")
}

// wrapCommand breaks a shell command before its options, with a backslash, so that what is copied
// from the screen still runs.
func wrapCommand(command string, columns int) []string {
	words := strings.Split(strings.TrimSpace(command), " --")
	for i := 1; i < len(words); i++ {
		words[i] = "--" + words[i]
	}
	lines := fill(words, " ", columns-len(" \\"), "  ")
	for i := range lines[:len(lines)-1] {
		lines[i] += ` \`
	}
	return lines
}

// wrapPath breaks a dotted path behind its dots.
func wrapPath(path string, columns int) []string {
	return fill(strings.SplitAfter(path, "."), "", columns, "")
}

// fill joins words with glue to lines, and starts every line after the first with the indent.
func fill(words []string, glue string, columns int, indent string) []string {
	lines := []string{""}
	used := 0
	for i, word := range words {
		size := width(word)
		last := len(lines) - 1
		switch {
		case i == 0:
			lines[last] = word
			used = size
		case used+len(glue)+size <= columns:
			lines[last] += glue + word
			used += len(glue) + size
		default:
			lines = append(lines, indent+word)
			used = len(indent) + size
		}
	}
	return lines
}

// wrapNote breaks evidence into lines. Line breaks in the text stay, and a line that is a command
// of the AWS CLI stays a command.
func wrapNote(text string, columns int) []string {
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, "aws ") {
			lines = append(lines, wrapCommand(Visible(line), columns)...)
			continue
		}
		lines = append(lines, wrap(Visible(line), columns)...)
	}
	return lines
}

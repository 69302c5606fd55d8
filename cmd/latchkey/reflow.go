package main

import (
	"cmp"
	"strings"

	"github.com/mattn/go-runewidth"
)

// defaultWidth is the number of columns where nobody knows how many there are.
const defaultWidth = 80

// reflow fills the paragraphs and list items of a Markdown page to the width. Headings, code and words
// longer than a line stay as they are. A width of 0 is that of an ordinary terminal.
func reflow(page string, width int) string {
	width = cmp.Or(width, defaultWidth)
	var out, paragraph []string
	flush := func() {
		if len(paragraph) > 0 {
			out = append(out, fill(strings.Join(paragraph, " "), width)...)
			paragraph = nil
		}
	}
	fence := ""
	for line := range strings.SplitSeq(strings.TrimRight(page, "\n"), "\n") {
		marks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence != "":
			if marks == fence {
				fence = ""
			}
			out = append(out, line)
		case len(marks) >= 3:
			flush()
			fence = marks
			out = append(out, line)
		case line == "" || strings.HasPrefix(line, "#"):
			flush()
			out = append(out, line)
		case isItem(line):
			flush()
			paragraph = []string{line}
		default:
			paragraph = append(paragraph, strings.TrimSpace(line))
		}
	}
	flush()
	return strings.Join(out, "\n") + "\n"
}

// isItem reports whether a line begins an item of a list.
func isItem(line string) bool {
	return strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* ")
}

// pieces returns what may not be broken over lines: words, and links and code with the blanks in them.
func pieces(paragraph string) []string {
	var whole []string
	open := false
	for word := range strings.FieldsSeq(paragraph) {
		if open {
			whole[len(whole)-1] += " " + word
		} else {
			whole = append(whole, word)
		}
		last := whole[len(whole)-1]
		open = strings.Count(last, "`")%2 == 1 || strings.LastIndex(last, "[") > strings.LastIndex(last, ")")
	}
	return whole
}

// fill breaks a paragraph into lines of at most the width. The lines of an item are indented after its
// first.
func fill(paragraph string, width int) []string {
	indent := ""
	if isItem(paragraph) {
		indent = "  "
	}
	var lines []string
	line := ""
	for _, word := range pieces(paragraph) {
		isBare := line == "" || line == "-" || line == "*" // an item begins with a word
		if !isBare && runewidth.StringWidth(line)+1+runewidth.StringWidth(word) > width {
			lines = append(lines, line)
			line = indent + word
			continue
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

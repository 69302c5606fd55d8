package fix

import (
	"bytes"
	"fmt"
	"path"
	"strconv"
	"strings"
	"unicode"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// context is the number of unchanged lines around a change.
const context = 3

// line is a line of a diff: its mark, which is a blank, "-" or "+", and its text with the line end.
type line struct {
	mark byte
	text string
}

// Diff returns the unified diff of two texts of a file, "" where they are equal. It can be applied with `git apply`
// or `patch -p1` in the directory that the name starts from.
func Diff(name string, before, after []byte) string {
	if bytes.Equal(before, after) {
		return ""
	}
	lines := compare(string(before), string(after))
	var out strings.Builder
	out.WriteString("--- " + quoted("a/", name) + "\n+++ " + quoted("b/", name) + "\n")
	old, current := 1, 1 // the numbers of the next line
	for start := 0; start < len(lines); {
		if lines[start].mark == ' ' {
			old, current, start = old+1, current+1, start+1
			continue
		}
		first := max(0, start-context)
		end := hunkEnd(lines, start)
		lead := start - first
		writeHunk(&out, lines[first:end], old-lead, current-lead)
		for _, each := range lines[start:end] {
			if each.mark != '+' {
				old++
			}
			if each.mark != '-' {
				current++
			}
		}
		start = end
	}
	return out.String()
}

// compare returns the lines of two texts with their marks.
func compare(before, after string) []line {
	differ := diffmatchpatch.New()
	differ.DiffTimeout = 0 // a result must not depend on the clock
	first, second, texts := differ.DiffLinesToChars(before, after)
	var lines []line
	for _, part := range differ.DiffCharsToLines(differ.DiffMain(first, second, false), texts) {
		mark := map[diffmatchpatch.Operation]byte{
			diffmatchpatch.DiffEqual: ' ', diffmatchpatch.DiffDelete: '-', diffmatchpatch.DiffInsert: '+',
		}[part.Type]
		for text := range strings.Lines(part.Text) {
			lines = append(lines, line{mark, text})
		}
	}
	return lines
}

// hunkEnd returns the end of the hunk whose first change is at start: changes with few lines between them stand in one.
func hunkEnd(lines []line, start int) int {
	last := start
	for i := start; i < len(lines) && i-last <= 2*context+1; i++ {
		if lines[i].mark != ' ' {
			last = i
		}
	}
	return min(len(lines), last+1+context)
}

func writeHunk(out *strings.Builder, lines []line, old, current int) {
	oldCount, currentCount := 0, 0
	for _, each := range lines {
		if each.mark != '+' {
			oldCount++
		}
		if each.mark != '-' {
			currentCount++
		}
	}
	fmt.Fprintf(out, "@@ -%s +%s @@\n", extentOf(old, oldCount), extentOf(current, currentCount))
	for _, each := range lines {
		out.WriteByte(each.mark)
		out.WriteString(each.text)
		if !strings.HasSuffix(each.text, "\n") {
			out.WriteString("\n\\ No newline at end of file\n")
		}
	}
}

// extentOf returns where the lines of a hunk are. One of no lines stands after the line before it.
func extentOf(start, count int) string {
	switch count {
	case 0:
		return strconv.Itoa(start-1) + ",0"
	case 1:
		return strconv.Itoa(start)
	default:
		return strconv.Itoa(start) + "," + strconv.Itoa(count)
	}
}

// quoted returns a file's name as git writes it: in quotes with escapes where it holds what a line can't, and with a
// tab after it where it holds a blank. The name of an absolute path starts from the root.
func quoted(prefix, name string) string {
	name = prefix + strings.TrimPrefix(path.Clean(name), "/")
	unusual := strings.ContainsFunc(name, func(char rune) bool {
		return char == '"' || char == '\\' || !unicode.IsPrint(char)
	})
	switch {
	case unusual:
		return quoteBytes(name)
	case strings.Contains(name, " "):
		return name + "\t"
	default:
		return name
	}
}

// quoteBytes returns a name in quotes, with the escapes of C for its bytes.
func quoteBytes(name string) string {
	out := []byte{'"'}
	for i := range len(name) {
		switch char := name[i]; {
		case char == '"', char == '\\':
			out = append(out, '\\', char)
		case char < ' ' || char >= 0x7F:
			out = fmt.Appendf(out, "\\%03o", char)
		default:
			out = append(out, char)
		}
	}
	return string(append(out, '"'))
}

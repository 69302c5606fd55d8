package report

import (
	"strings"
	"unicode/utf8"
)

const (
	tabStop = 4
	// ellipsis stands for text that is left out. ASCII, as not every terminal draws U+2026 one
	// column wide.
	ellipsis = "..."
)

// view is a piece of one line of a file, as a terminal shows it.
type view struct {
	cells []cell
	// first is the 0-based rune of the line that cells starts with.
	first int
	// width is the number of columns that the cells take.
	width int
	// before and after say that the line goes on beyond the cells.
	before, after bool
}

// cell is what is shown for one character of the file: itself, the blanks of a tab, an escape, or a
// mark of width 0 that combines with the cell before.
type cell struct {
	text   string
	column int
	width  int
}

// newView lays out the part of a line within reach runes around the 1-based rune column. A minified
// file is one line of megabytes, of which a finding needs one screen's width.
func newView(line string, around, reach int) view {
	text, first, after := crop(line, max(around-1-reach, 0), 2*reach)
	shown := view{first: first, before: first > 0, after: after}
	joined := false
	for _, char := range text {
		made := newCell(char, shown.width)
		if joined {
			made.width = 0
		}
		joined = char == zeroWidthJoiner
		shown.cells = append(shown.cells, made)
		shown.width += made.width
	}
	return shown
}

func newCell(char rune, column int) cell {
	if char == '\t' {
		blanks := tabStop - column%tabStop
		return cell{strings.Repeat(" ", blanks), column, blanks}
	}
	text := Visible(string(char))
	return cell{text, column, width(text)}
}

// crop returns at most count runes of the text from the 0-based rune from on, and whether there are
// more behind them. A place beyond the text gives its end.
func crop(text string, from, count int) (part string, first int, more bool) {
	for first < from && text != "" {
		_, size := utf8.DecodeRuneInString(text)
		text = text[size:]
		first++
	}
	end := 0
	for ; count > 0 && end < len(text); count-- {
		_, size := utf8.DecodeRuneInString(text[end:])
		end += size
	}
	return text[:end], first, end < len(text)
}

// column returns the 0-based terminal column of the line's 1-based character.
func (v view) column(character int) int {
	at := character - 1 - v.first
	switch {
	case at < 0:
		return 0
	case at >= len(v.cells):
		return v.width
	default:
		return v.cells[at].column
	}
}

// together returns the columns from the first to the last of the marks that can be seen on one
// screen with marks[0], which is always among them; 0, 0 when there are no marks.
func (v view) together(marks []mark, columns int) (start, end int) {
	if len(marks) == 0 {
		return 0, 0
	}
	start, end = v.column(marks[0].start), v.column(marks[0].end)
	for _, other := range marks[1:] {
		first, last := min(start, v.column(other.start)), max(end, v.column(other.end))
		if last-first <= columns-2*len(ellipsis) {
			start, end = first, last
		}
	}
	return start, end
}

// window is the range of a view's columns that fits the screen. Between from and low, and between
// high and to, stands an ellipsis.
type window struct {
	from, low, high, to int
}

// window chooses the columns to show: those from start to end, as far as there is room, and some of
// what stands before.
func (v view) window(start, end, columns int) window {
	shown := window{to: v.width, high: v.width}
	if !v.before && !v.after && max(v.width, end+1) <= columns {
		return shown
	}
	if v.before || end > columns-len(ellipsis) {
		free := columns - 2*len(ellipsis) - (end - start)
		lead := len(ellipsis) + max(min(free, columns/4), 0)
		shown.from = max(start-lead, 0)
	}
	shown.low = shown.from
	if v.before || shown.from > 0 {
		shown.low += len(ellipsis)
	}
	if shown.from+columns < v.width || v.after {
		shown.to = shown.from + columns
		shown.high = shown.to - len(ellipsis)
	}
	return shown
}

// cut returns the text in the window, with its ellipses.
func (v view) cut(shown window) string {
	var out strings.Builder
	out.WriteString(ellipsis[:shown.low-shown.from])
	v.inside(shown, func(_, blanks int, cell cell) {
		out.WriteString(strings.Repeat(" ", blanks))
		out.WriteString(cell.text)
	})
	text := strings.TrimRight(out.String(), " ")
	if shown.high < shown.to {
		text += ellipsis
	}
	return text
}

// inside visits the cells in the window with their 0-based numbers, and the blanks that stand before each in place of
// the half of a wide character that is cut off.
func (v view) inside(shown window, visit func(number, blanks int, cell cell)) {
	column := shown.low
	hasBase := shown.low == 0
	for number, cell := range v.cells {
		inside := cell.column >= shown.low && cell.column+cell.width <= shown.high
		if !inside || cell.width == 0 && !hasBase { // an accent goes where its letter goes
			hasBase = false
			continue
		}
		hasBase = true
		visit(number, cell.column-column, cell)
		column = cell.column + cell.width
	}
}

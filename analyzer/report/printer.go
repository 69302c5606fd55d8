package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// printer writes one finding's worth of text: lines behind a gutter, wrapped to the terminal.
type printer struct {
	out     strings.Builder
	colours palette
	width   int
	// digits is the width of the line numbers in the gutter.
	digits int
	// alarm is the style of what the finding itself marks.
	alarm style
}

// line writes one line, as it is.
func (p *printer) line(parts ...run) {
	p.out.WriteString(p.colours.render(parts))
	p.out.WriteByte('\n')
}

// hang writes the first line behind lead and the others behind rest.
func (p *printer) hang(lead, rest runs, style style, lines []string) {
	for i, text := range lines {
		if i > 0 {
			lead = rest
		}
		p.line(append(slices.Clip(lead), run{style, text})...)
	}
}

// blank returns the given number of blanks, none for a negative one.
func blank(columns int) run {
	return run{plain, strings.Repeat(" ", max(columns, 0))}
}

// gutter returns the left edge of a line that shows a file: the line's number, or blanks for 0.
func (p *printer) gutter(number int) run {
	digits := ""
	if number > 0 {
		digits = strconv.Itoa(number)
	}
	return run{frame, fmt.Sprintf("%*s |", p.digits, digits)}
}

// room returns the number of columns right of the gutter.
func (p *printer) room() int {
	return p.width - p.digits - len(" | ")
}

// note writes evidence behind a label, "= label: ...", the lines one under the other. They are made
// by breaking, which is told the columns there are.
func (p *printer) note(label string, breaking func(columns int) []string) {
	lead := runs{blank(p.digits + 1), {frame, "= "}, {strong, Visible(label) + ":"}, blank(1)}
	indent := lead.width()
	p.hang(lead, runs{blank(indent)}, plain, breaking(p.width-indent))
}

// excerpt writes lines of a file with what is marked in them.
func (p *printer) excerpt(shown *excerpt) {
	p.line(p.gutter(0))
	previous := 0
	for _, number := range shown.lines() {
		if previous > 0 && number > previous+1 {
			p.line(run{frame, ellipsis})
		}
		p.source(number, shown.file.Line(number), shown.marksOf(number))
		previous = number
	}
	p.line(p.gutter(0))
}

// source writes one line of a file with its marks beneath. A line that is too long for the screen
// is written again for marks that cannot be seen together with the first.
func (p *printer) source(number int, text string, marks []mark) {
	around := mark{start: 1, end: 1}
	if len(marks) > 0 {
		around = marks[0]
	}
	line := newView(text, around.start, 2*p.room())
	start, end := line.together(marks, p.room())
	shown := line.window(start, end, p.room())
	if code := line.cut(shown); code == "" {
		p.line(p.gutter(number))
	} else {
		p.line(p.gutter(number), blank(1), run{plain, code})
	}

	var hidden []mark
	for i, marked := range marks {
		start, end := line.column(marked.start), line.column(marked.end)
		if i > 0 && (start < shown.low || end > shown.high) {
			hidden = append(hidden, marked)
			continue
		}
		start, end = max(start, shown.low), min(end, shown.high)
		p.underline(start-shown.from, max(end-start, 1), marked)
	}
	if len(hidden) > 0 {
		p.source(number, text, hidden)
	}
}

// labelRoom is the number of columns that make a readable label. Where there are fewer behind the
// carets, the label goes beneath them.
const labelRoom = 36

// underline writes the carets under a mark and its label.
func (p *printer) underline(indent, count int, marked mark) {
	sign, style := "-", frame
	if marked.primary {
		sign, style = "^", p.alarm
	}
	carets := runs{p.gutter(0), blank(1 + indent), {style, strings.Repeat(sign, count)}}
	label := Visible(marked.label)
	if label == "" {
		p.line(carets...)
		return
	}
	behind := indent + count + 1
	if p.room()-behind >= min(labelRoom, width(label)) {
		p.hang(append(carets, blank(1)), runs{p.gutter(0), blank(1 + behind)}, style, wrap(label, p.room()-behind))
		return
	}
	p.line(carets...)
	beneath := max(min(indent, p.room()-min(width(label), labelRoom)), 0)
	lead := runs{p.gutter(0), blank(1 + beneath)}
	p.hang(lead, lead, style, wrap(label, p.room()-beneath))
}

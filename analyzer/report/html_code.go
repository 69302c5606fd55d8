package report

import (
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
)

const (
	// codeColumns is what is shown of a line at once; a browser breaks it further.
	codeColumns = 200
	// padColumns is the furthest that what is said of a mark stands to the right, so that there is room for it.
	padColumns = 72
)

// excerpt writes lines of a file with what is marked in them.
func (p *htmlPage) excerpt(shown *excerpt, found finding.Finding) {
	p.open("div", "class", "code")
	if shown.file.Name != found.Location.File {
		p.element("div", place(shown.start), "class", "at")
	}
	previous := 0
	for _, number := range shown.lines() {
		if previous > 0 && number > previous+1 {
			p.row("", func() { p.element("span", ellipsis, "class", "gap") })
		}
		p.source(number, shown.file.Line(number), shown.marksOf(number))
		previous = number
	}
	p.line("div")
}

// row writes a line behind its number.
func (p *htmlPage) row(number string, content func()) {
	p.open("div", "class", "row")
	p.element("span", number, "class", "no")
	content()
	p.line("div")
}

// source writes one line of a file, and beneath it what is said of its marks. A line that is too long is written again
// for marks that can't be seen together with the first.
func (p *htmlPage) source(number int, text string, marks []mark) {
	around := mark{start: 1, end: 1}
	if len(marks) > 0 {
		around = marks[0]
	}
	line := newView(text, around.start, 2*codeColumns)
	start, end := line.together(marks, codeColumns)
	shown := line.window(start, end, codeColumns)
	var seen, hidden []mark
	for i, marked := range marks {
		if i > 0 && (line.column(marked.start) < shown.low || line.column(marked.end) > shown.high) {
			hidden = append(hidden, marked)
			continue
		}
		seen = append(seen, marked)
	}
	p.row(strconv.Itoa(number), func() {
		p.open("code", "class", "text")
		p.marked(line, shown, seen)
		p.shut("code")
	})
	for _, marked := range seen {
		if marked.label != "" {
			p.says(marked, max(line.column(marked.start)-shown.from, 0))
		}
	}
	if len(hidden) > 0 {
		p.source(number, text, hidden)
	}
}

// says writes what is said of a mark, under its start or, where that is too far to the right, before it.
func (p *htmlPage) says(marked mark, indent int) {
	class := "says"
	if marked.primary {
		class += " here"
	}
	if indent > padColumns {
		class += " far"
	}
	p.row("", func() {
		p.element("code", strings.Repeat(" ", min(indent, padColumns)), "class", "pad")
		p.open("span", "class", class)
		p.inLines(marked.label)
		p.shut("span")
	})
}

// The ways in which a character is marked.
const (
	unmarked = iota
	isNear
	isHere
)

// marked writes what the window shows of a line, with its marks as elements. Where marks overlap the finding's own is
// seen.
func (p *htmlPage) marked(line view, shown window, marks []mark) {
	p.text(ellipsis[:shown.low-shown.from])
	current := unmarked
	turn := func(to int) {
		if current != to && current != unmarked {
			p.shut("mark")
		}
		if current != to && to != unmarked {
			p.open("mark", "class", map[int]string{isHere: "here", isNear: "near"}[to])
		}
		current = to
	}
	written := map[int]bool{}
	point := func(number int) {
		for i, marked := range marks {
			if marked.start == marked.end && marked.start-1 == number && !written[i] {
				written[i] = true
				turn(unmarked)
				p.open("mark", "class", "here")
				p.shut("mark")
			}
		}
	}
	line.inside(shown, func(number, blanks int, cell cell) {
		point(line.first + number)
		p.text(strings.Repeat(" ", blanks))
		turn(howMarked(marks, line.first+number))
		p.text(cell.text)
	})
	turn(unmarked)
	point(line.first + len(line.cells))
	if shown.high < shown.to {
		p.text(ellipsis)
	}
}

// howMarked says how the 0-based character of a line is marked.
func howMarked(marks []mark, character int) int {
	how := unmarked
	for _, marked := range marks {
		if character < marked.start-1 || character >= marked.end-1 {
			continue
		}
		if marked.primary {
			return isHere
		}
		how = isNear
	}
	return how
}

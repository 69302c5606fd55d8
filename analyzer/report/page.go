package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// Tone says how a word of a page is meant, which shows in its colour.
type Tone uint8

// The tones.
const (
	// Neutral is for what is neither good nor bad.
	Neutral Tone = iota
	Good
	Bad
	// Doubtful is for what hangs on something.
	Doubtful
)

func (t Tone) style() style {
	switch t {
	case Good:
		return allowed
	case Bad:
		return high
	case Doubtful:
		return medium
	case Neutral:
		return plain
	default:
		return plain
	}
}

// allowed is the style of good news.
const allowed style = "\x1b[1;32m"

// Page writes text for people in the form of the text report: wrapped to the terminal, with excerpts of files,
// and with nothing in it that could steer a terminal.
type Page struct {
	p *printer
}

// NewPage returns an empty page.
func NewPage(options Options) *Page {
	p := &printer{colours: palette{on: options.Color}, width: options.columns(), digits: 1}
	return &Page{p: p}
}

// String returns what was written.
func (g *Page) String() string {
	return g.p.out.String()
}

// Blank writes an empty line.
func (g *Page) Blank() {
	g.p.line()
}

// Heading writes "word: text", the first line of what is told.
func (g *Page) Heading(tone Tone, word, text string) {
	name := Visible(word) + ":"
	lines := fill(strings.Fields(name+" "+Visible(text)), " ", g.p.width, blank(4).text)
	lines[0] = strings.TrimPrefix(lines[0], name)
	g.p.hang(runs{{tone.style(), name}}, nil, strong, lines)
}

// Title writes a line of its own, such as the name of something.
func (g *Page) Title(text string) {
	g.p.hang(nil, runs{blank(4)}, strong, wrap(Visible(text), g.p.width-4))
}

// Place writes a place of a file as a heading.
func (g *Page) Place(location finding.Location) {
	g.p.digits = 1
	g.p.arrow("--> ", location)
}

// Excerpt writes the lines of files that the steps are about, each with its message, and the place of the
// first. Steps without a place in the files are left out.
func (g *Page) Excerpt(tone Tone, steps []finding.Step, files map[string]*source.File) {
	if len(steps) == 0 {
		return
	}
	found := finding.Finding{Location: steps[0].Location, Label: steps[0].Message, Related: steps[1:]}
	shown, _ := excerpts(found, files)
	g.p.digits, g.p.alarm = digits(shown), tone.style()
	if len(shown) == 0 {
		g.p.arrow("--> ", found.Location)
	}
	for i, part := range shown {
		sign := "--> "
		if i > 0 {
			sign = "::: "
		}
		g.p.arrow(sign, part.start)
		g.p.excerpt(part)
	}
}

// Note writes "= label: text".
func (g *Page) Note(label, text string) {
	g.p.note(label, wrapped(text))
}

// termColumns is the width of the terms of a list of terms.
const termColumns = 11

// Term writes a term with what is said of it beside it.
func (g *Page) Term(tone Tone, term, text string) {
	lead := runs{blank(2), {strong, fmt.Sprintf("%-*s", termColumns, Visible(term))}}
	g.p.hang(lead, runs{blank(2 + termColumns)}, tone.style(), wrap(Visible(text), g.p.width-2-termColumns))
}

// Text writes a paragraph, set in by two columns.
func (g *Page) Text(text string) {
	g.p.hang(runs{blank(2)}, runs{blank(2)}, plain, wrap(Visible(text), g.p.width-2))
}

// Item writes a paragraph behind a mark, such as "[1]".
func (g *Page) Item(mark, text string) {
	lead := runs{blank(2), {frame, Visible(mark)}, blank(1)}
	g.p.hang(lead, runs{blank(lead.width())}, plain, wrap(Visible(text), g.p.width-lead.width()))
}

// Entry is a cell of a table.
type Entry struct {
	Tone Tone
	Text string
}

// gap is the number of columns between those of a table.
const gap = 2

// Table writes rows beneath a header. The first column takes what the others leave, and is wrapped; the rows
// have as many entries as the header.
func (g *Page) Table(header []string, rows [][]Entry) {
	head := make([]Entry, len(header))
	for i, text := range header {
		head[i] = Entry{Text: text}
	}
	widths := columnWidths(append([][]Entry{head}, rows...))
	widths[0] = min(widths[0], max(g.p.width-2-sum(widths[1:])-gap*len(widths[1:]), minimalColumn))
	g.row(head, widths, strong)
	for _, row := range rows {
		g.row(row, widths, plain)
	}
}

// wrapName is wrap for a column that others stand beside: a word that is too long is broken, behind a "/" if it
// has one there.
func wrapName(text string, columns int) []string {
	var lines []string
	for _, line := range wrap(text, columns) {
		for width(line) > columns {
			head := measure.Truncate(line, columns, "")
			if slash := strings.LastIndexByte(head, '/'); slash > 0 {
				head = head[:slash+1]
			}
			lines = append(lines, head)
			line = line[len(head):]
		}
		lines = append(lines, line)
	}
	return lines
}

// minimalColumn is what the first column of a table has at least.
const minimalColumn = 20

func columnWidths(rows [][]Entry) []int {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, entry := range row {
			widths[i] = max(widths[i], width(Visible(entry.Text)))
		}
	}
	return widths
}

func sum(numbers []int) int {
	total := 0
	for _, number := range numbers {
		total += number
	}
	return total
}

// row writes one row of a table. Entries without a tone have the given style.
func (g *Page) row(entries []Entry, widths []int, usual style) {
	lines := wrapName(Visible(entries[0].Text), widths[0])
	last := len(lines) - 1
	for i, text := range lines {
		line := runs{blank(2), {usual, text}}
		if i < last {
			g.p.line(line...)
			continue
		}
		missing := widths[0] - width(text)
		for c, entry := range entries[1:] {
			of := usual
			if entry.Tone != Neutral {
				of = entry.Tone.style()
			}
			shown := Visible(entry.Text)
			line = append(line, blank(missing+gap), run{of, shown})
			missing = widths[c+1] - width(shown)
		}
		g.p.line(slices.Clip(line)...)
	}
}

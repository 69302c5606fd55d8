package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// wholeSpan is the largest number of lines of a span that are all shown; of a longer one the first
// and the last are.
const wholeSpan = 3

// excerpt is what is shown of one file: some of its lines, and what is marked in them.
type excerpt struct {
	file *source.File
	// start is the place that the excerpt is about, for its heading.
	start finding.Location
	// marks are the marks per 1-based line. Every line that is shown has one.
	marks map[int][]mark
}

// mark underlines a part of one line.
type mark struct {
	// start and end are 1-based rune columns; end is exclusive. Equal ones mark a place between
	// two characters.
	start, end int
	label      string
	// primary tells the finding's own place from those related to it.
	primary bool
}

// excerpts collects what to show for a finding, a file at a time: the finding's own first, then in
// the order in which the related steps name them. Steps that have no place in a file we hold are
// returned as rest.
func excerpts(found finding.Finding, files map[string]*source.File) (shown []*excerpt, rest []finding.Step) {
	byName := map[string]*excerpt{}
	add := func(step finding.Step, primary mark) bool {
		file := files[step.Location.File]
		if file == nil || step.Location.Span.IsZero() {
			return false
		}
		if byName[file.Name] == nil {
			byName[file.Name] = &excerpt{file: file, start: step.Location, marks: map[int][]mark{}}
			shown = append(shown, byName[file.Name])
		}
		byName[file.Name].add(step.Location.Span, primary)
		return true
	}
	add(finding.Step{Location: found.Location}, mark{label: found.Label, primary: true})
	for _, step := range found.Related {
		if !add(step, mark{label: step.Message}) {
			rest = append(rest, step)
		}
	}
	return shown, rest
}

// add marks a span, which takes one mark on each of its lines that is shown. The last one has the
// label.
func (e *excerpt) add(span source.Span, like mark) {
	if span.End.Line > span.Start.Line && span.End.Column == 1 {
		last := span.End.Line - 1
		span.End = source.Position{Line: last, Column: utf8.RuneCountInString(e.file.Line(last)) + 1}
	}
	lines := linesOf(span)
	for i, number := range lines {
		piece := e.piece(span, number)
		piece.primary = like.primary
		if i == len(lines)-1 {
			piece.label = like.label
		}
		e.marks[number] = append(e.marks[number], piece)
	}
}

// linesOf returns the lines of the span that are shown.
func linesOf(span source.Span) []int {
	first, last := span.Start.Line, max(span.End.Line, span.Start.Line)
	if last-first >= wholeSpan {
		return []int{first, last}
	}
	var lines []int
	for number := first; number <= last; number++ {
		lines = append(lines, number)
	}
	return lines
}

// piece returns the part of the span on one of its lines, without the blanks at both ends of a line
// that the span covers whole.
func (e *excerpt) piece(span source.Span, number int) mark {
	text := e.file.Line(number)
	part := mark{start: span.Start.Column, end: span.End.Column}
	if number > span.Start.Line {
		part.start = 1 + utf8.RuneCountInString(text) - utf8.RuneCountInString(strings.TrimLeft(text, " \t"))
	}
	if number < span.End.Line {
		part.end = 1 + utf8.RuneCountInString(strings.TrimRight(text, " \t"))
	}
	part.end = max(part.start, part.end)
	return part
}

// lines returns the numbers of the lines to show, in order. A single line between two of them is
// shown as well: it takes no more room than the dots that would stand for it.
func (e *excerpt) lines() []int {
	marked := slices.Sorted(maps.Keys(e.marks))
	var lines []int
	for _, number := range marked {
		if len(lines) > 0 && number-lines[len(lines)-1] == 2 {
			lines = append(lines, number-1)
		}
		lines = append(lines, number)
	}
	return lines
}

// marksOf returns the marks of a line, the finding's own first, then from left to right.
func (e *excerpt) marksOf(line int) []mark {
	marks := slices.Clone(e.marks[line])
	slices.SortStableFunc(marks, func(a, b mark) int {
		switch {
		case a.primary && !b.primary:
			return -1
		case b.primary && !a.primary:
			return 1
		default:
			return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
		}
	})
	return marks
}

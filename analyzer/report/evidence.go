package report

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
)

// evidence writes what a finding says beyond its places.
func (p *printer) evidence(found finding.Finding) {
	if len(found.Flow) > 0 {
		p.note("hops", func(columns int) []string { return hops(found.Flow, found.Location.File, columns) })
	}
	if len(found.Scenario) > 0 {
		p.note("when", wrapped(scenario(found.Scenario)))
	}
	for _, note := range found.Notes {
		p.note(note.Label, func(columns int) []string { return wrapNote(note.Text, columns) })
	}
	if found.Fix != nil {
		p.fix(*found.Fix, found.Location.File)
	}
}

// fix writes the title of a fix with the command that makes it, and its edits, by path: "+" creates, "-" removes,
// "~" replaces.
func (p *printer) fix(fix finding.Fix, file string) {
	p.note("fix", wrapped(fix.Title+" ("+howToFix(fix)+")"))
	for _, edit := range fix.Edits {
		sign, text := editLine(edit, file)
		lead := runs{p.gutter(0), blank(3), {added, sign}}
		p.hang(lead, runs{p.gutter(0), blank(5)}, added, wrap(text, p.room()-5))
	}
}

// howToFix says how a fix is made.
func howToFix(fix finding.Fix) string {
	switch {
	case fix.Refusal != "":
		return "by hand: " + fix.Refusal
	case fix.Safe:
		return "safe; latchkey fix"
	default:
		return "suggested; latchkey fix --unsafe"
	}
}

// editLine writes an edit of a finding's fix with its sign before it. Edits of the finding's own file name the path
// alone.
func editLine(edit finding.Edit, file string) (sign, text string) {
	text = dotted(edit.At.Pointer())
	if edit.At.File() != file {
		text = Visible(edit.At.File()) + ": " + text
	}
	if edit.Op != "remove" {
		value, err := encodeJSON(edit.Value, "")
		if err != nil {
			value = []byte(ellipsis) // the path alone says enough; no report is lost for a value
		}
		text += ": " + Visible(strings.TrimSpace(string(value)))
	}
	return map[string]string{"add": "+ ", "remove": "- ", "replace": "~ "}[edit.Op], text
}

// hops numbers the steps of a path. Steps in the finding's own file name only the line.
func hops(flow []finding.Step, file string, columns int) []string {
	var lines []string
	digits := len(strconv.Itoa(len(flow)))
	for i, step := range flow {
		number := fmt.Sprintf("%*d. ", digits, i+1)
		for j, text := range wrap(placeIn(step.Location, file)+": "+Visible(step.Message), columns-len(number)) {
			if j > 0 {
				number = strings.Repeat(" ", len(number))
			}
			lines = append(lines, number+text)
		}
	}
	return lines
}

// scenario returns the conditions of a scenario as a sentence's end: "IsProd is true and UseNat is
// false".
func scenario(conditions map[string]bool) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(conditions)) {
		parts = append(parts, fmt.Sprintf("%s is %t", Visible(name), conditions[name]))
	}
	return strings.Join(parts, " and ")
}

// wrapped prepares text for a note.
func wrapped(text string) func(columns int) []string {
	return func(columns int) []string { return wrap(Visible(text), columns) }
}

package report

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// Attach gives a report that was read the texts of its files, for what formats show of them. Open returns the content
// of a file by its name. A text counts only if it is, byte for byte, the one that the report was made from, and if the
// places in the report are places in it; the names of the other files that the report points at are returned, in order.
func Attach(report *finding.Report, open func(name string) ([]byte, error)) (left []string) {
	places := placesOf(report)
	for _, input := range report.Inputs {
		if len(places[input.Name]) == 0 {
			continue // nothing of it is shown
		}
		content, err := open(input.Name)
		if err == nil {
			file := source.New(input.Name, content)
			if Hash(file) == input.Hash && areIn(file, places[input.Name]) {
				report.Files[file.Name] = file
			}
		}
	}
	for name := range places {
		if report.Files[name] == nil {
			left = append(left, name)
		}
	}
	slices.Sort(left)
	return left
}

// placesOf returns the spans that a report points at, by file.
func placesOf(report *finding.Report) map[string][]source.Span {
	places := map[string][]source.Span{}
	add := func(file string, span source.Span) { places[file] = append(places[file], span) }
	for _, found := range slices.Concat(report.Findings, report.Suppressed, report.Pending) {
		add(found.Location.File, found.Location.Span)
		for _, step := range slices.Concat(found.Related, found.Flow) {
			add(step.Location.File, step.Location.Span)
		}
		if by := found.Suppression; by != nil {
			add(by.Location.File, by.Location.Span)
		}
		if found.Fix == nil {
			continue
		}
		for _, edit := range found.Fix.Edits {
			for _, input := range report.Inputs {
				if edit.At.IsIn(input.Name) {
					add(input.Name, source.Span{})
				}
			}
		}
		for _, change := range found.Fix.Text {
			add(change.File, change.Span)
		}
	}
	for _, question := range report.Undecided {
		add(question.Location.File, question.Location.Span)
	}
	return places
}

// areIn reports whether all spans are places in a file: a writer takes them for that.
func areIn(file *source.File, spans []source.Span) bool {
	return !slices.ContainsFunc(spans, func(span source.Span) bool {
		isIn := file.Position(span.Start.Offset) == span.Start && file.Position(span.End.Offset) == span.End
		return !span.IsZero() && !isIn
	})
}

package report

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

var (
	// index matches a step that is an item's 0-based number. A key that looks like one is written
	// as one: the pointer alone does not tell them apart.
	index = regexp.MustCompile(`^(0|[1-9][0-9]*)$`)
	// word matches a step that is readable between two dots.
	word = regexp.MustCompile(`^[^\s."'\[\]]+$`)
)

// dotted returns a JSON Pointer the way people write a path, as in
// "Resources.Policy.Properties.Statement[0]"; "" for the root.
func dotted(pointer string) string {
	var path strings.Builder
	for _, step := range source.At("#" + pointer).Steps() {
		switch {
		case index.MatchString(step):
			path.WriteString("[" + step + "]")
		case !word.MatchString(step):
			path.WriteString(`["` + Visible(step) + `"]`)
		case path.Len() == 0:
			path.WriteString(Visible(step))
		default:
			path.WriteString("." + Visible(step))
		}
	}
	return path.String()
}

// place returns a location as "file:line:column", which editors and terminals make a link of, or
// the file's name alone where the location has no place in it.
func place(location finding.Location) string {
	if location.Span.IsZero() {
		return Visible(location.File)
	}
	start := location.Span.Start
	return fmt.Sprintf("%s:%d:%d", Visible(location.File), start.Line, start.Column)
}

// placeIn is place for a reader who has the file open: the line alone, where it is of that file.
func placeIn(location finding.Location, file string) string {
	if location.File != file || location.Span.IsZero() {
		return place(location)
	}
	return fmt.Sprintf("line %d", location.Span.Start.Line)
}
